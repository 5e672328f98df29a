import { issuesWith } from "../support/issues-with";
import { sendsPassword } from "../support/sends-password";

test("zero workers are allowed: scheduled jobs keep one up", () => {
  expect(issuesWith("local", { "applications.0.workers.0.scaling.min": 0 })).toEqual([]);
});

test("what only a Deployment has is refused for a ScaledJob, by name", () => {
  const issues = issuesWith("local", { "applications.0.workers.0.scaling.kind": "job" });
  expect(issues.map(({ message }) => message).join()).toMatch(/waitingJobsPerReplica/);
});

test("a worker mounts claims that are there, each once", () => {
  const [unknown] = issuesWith("local", {
    "applications.0.workers.0.claims.0.name": "montage-inpt",
  });
  expect(unknown?.message).toContain("no claim has this name");
  const [twice] = issuesWith("local", {
    "applications.0.workers.0.claims.1.name": "montage-input",
  });
  expect(twice?.message).toContain("worker mounts it already");
});

test("a Redis with a password is refused while the app sends none", () => {
  const password = { secretName: "redis-password", key: "password" };
  const [issue] = issuesWith("production", { "applications.0.redis.password": password });
  expect(issue).toMatchObject({ path: "applications[0].redis.password" });
  expect(issue?.message).toContain("the app sends no password");
  expect(
    issuesWith("production", {
      "applications.0.redis.password": password,
      ...sendsPassword("production"),
    }),
  ).toEqual([]);
});
