import { issuesWith } from "../support/issues-with";

test.each([
  [
    "applications.0.workers.0.resources",
    "small",
    "is a text",
    "write a mapping, { … }, with the keys requests, limits",
  ],
  [
    "applications.0.workers.0.resources",
    undefined,
    "is missing",
    "write a mapping, { … }, with the keys requests, limits",
  ],
  [
    "applications.0.settings",
    [{ name: "A", value: "b" }],
    "is a list",
    /^write a mapping, \{ NAME: … \}, each value a text in quotes, "…", or \{ from: /,
  ],
  [
    "applications.0.workers.0.queues",
    "default",
    "is a text",
    /^write a list, \[ … \], each member a text/,
  ],
  [
    "applications.0.workers.0",
    null,
    "is null",
    /^write a mapping, \{ … \}, with the keys name, queues, command, .* \(and where needed .*filledBy/,
  ],
  [
    "applications.0.redis",
    "redis://queue",
    "is a text",
    /^write a mapping, \{ kind: … \} with "managed" or "existing"/,
  ],
  ["applications.0.workers.0.jobTimeoutSeconds", "5m", "is a text", "write a number"],
  ["registry.keepNewest", 2.5, "is no whole number", "write a whole number"],
  ["registry.keepNewest", NaN, "is no number", "write a whole number"],
  [
    "applications.0.settings.clips-size",
    "1",
    'key "clips-size" must be the name of a variable, e.g. "LOG_LEVEL"',
    "give the value another key",
  ],
  ["switches.addons", undefined, "is missing", /with keys of keda, .*metrics-server/],
])("%s as %j: what stands there, and the shape with its keys", (path, value, message, fix) => {
  const [issue, ...others] = issuesWith("local", { [path]: value });
  expect(others).toEqual([]);
  expect(issue?.message).toBe(message);
  expect(issue?.fix).toMatch(fix);
});

test.each([512, "512", "512Mb"])(
  "an amount of memory without its unit, %j, is refused with the units",
  (memory) => {
    const [issue] = issuesWith("local", {
      "applications.0.workers.0.resources.limits.memory": memory,
    });
    expect(issue).toMatchObject({
      path: "applications[0].workers[0].resources.limits.memory",
      fix: 'write a number with Ki, Mi, Gi or Ti as a text: "512Mi", "2Gi"',
    });
  },
);

test("keys of another kind than the one that is written are one error, with the kind that has them", () => {
  const [issue, ...others] = issuesWith("local", {
    "applications.0.workers.0.scaling.kind": "job",
  });
  expect(others).toEqual([]);
  expect(issue?.message).toContain('they belong to kind "deployment"');
});
