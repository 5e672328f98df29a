import { issuesWith } from "../../support/issues-with";

const shown = (issues: ReturnType<typeof issuesWith>) =>
  issues.map(({ path, message, fix }) => `${path}: ${message} (${fix})`);

const JOB = { kind: "job", max: 4, pollingIntervalSeconds: 5, replicasWithoutKeda: 1 };

test("one pod for each job is refused where no argument ends a worker after one", () => {
  expect(issuesWith("local", { "applications.0.workers.0.scaling": JOB })).toEqual([]);
  expect(
    shown(
      issuesWith("local", {
        "applications.0.queue": "celery",
        "applications.0.workers.0.scaling": JOB,
      }),
    ),
  ).toEqual([
    'applications[0].workers[0].scaling.kind: no argument makes a worker of Celery end after one job: the pods of a ScaledJob would take job after job until their deadline kills one (use kind "deployment": its grace lets a worker finish the longest job)',
  ]);
});

test("a worker that sees its own running jobs alone joins no others", () => {
  expect(shown(issuesWith("staging", { "applications.0.queue": "celery" }))).toEqual([
    expect.stringContaining(
      "applications[0].workers[1].scaling.joinsAbove: Celery keeps running jobs by kind of worker",
    ),
  ]);
});

test("a library that nothing here knows is refused with those that are known", () => {
  const [issue] = shown(issuesWith("local", { "applications.0.queue": "dramatiq" }));
  expect(issue).toMatch(/^applications\[0\]\.queue: .*"rq".*"celery"/);
});
