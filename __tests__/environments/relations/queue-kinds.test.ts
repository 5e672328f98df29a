import { issuesWith } from "../../support/issues-with";

const shown = (issues: ReturnType<typeof issuesWith>) =>
  issues.map(({ path, message, fix }) => `${path}: ${message} (${fix})`);

const CELERY = ["celery", "-A", "clips"];
const JOB = { kind: "job", max: 4, pollingIntervalSeconds: 5, replicasWithoutKeda: 1 };

test("one pod for each job is refused where no argument ends a worker after one", () => {
  expect(issuesWith("local", { "applications.0.workers.0.scaling": JOB })).toEqual([]);
  expect(
    shown(
      issuesWith("local", {
        "applications.0.queue": "celery",
        "applications.0.workers.0.command": CELERY,
        "applications.0.workers.0.scaling": JOB,
      }),
    ),
  ).toEqual([
    'applications[0].workers[0].scaling.kind: no argument makes a worker of Celery end after one job: the pods of a ScaledJob would take job after job until their deadline kills one (use kind "deployment": its grace lets a worker finish the longest job)',
  ]);
});

test("a worker that sees its own running jobs alone joins no others", () => {
  const commands = {
    "applications.0.workers.0.command": CELERY,
    "applications.0.workers.1.command": CELERY,
  };
  expect(shown(issuesWith("staging", { "applications.0.queue": "celery", ...commands }))).toEqual([
    expect.stringContaining(
      "applications[0].workers[1].scaling.joinsAbove: Celery keeps running jobs by kind of worker",
    ),
  ]);
});

test("a library that nothing here knows is refused with those that are known", () => {
  const [issue] = shown(issuesWith("local", { "applications.0.queue": "dramatiq" }));
  expect(issue).toMatch(/^applications\[0\]\.queue: .*\(use one of rq, celery\)$/);
});

test("kind job with the keys of a Deployment is refused for Celery first, and the keys once, with the kind that has them", () => {
  const issues = issuesWith("local", {
    "applications.0.queue": "celery",
    "applications.0.workers.0.command": CELERY,
    "applications.0.workers.0.scaling.kind": "job",
  });
  expect(issues.map(({ path }) => path)).toEqual([
    "applications[0].workers[0].scaling.kind",
    "applications[0].workers[0].scaling",
  ]);
  expect(issues[1]?.message).toMatch(
    /^kind "job" has no min, .*: they belong to kind "deployment"$/,
  );
  expect(issues[1]?.fix).toMatch(
    /^write kind: "deployment", or take them away: kind "job" has max, pollingIntervalSeconds, replicasWithoutKeda$/,
  );
});

describe("a worker's command of Celery", () => {
  const issuesOf = (command: readonly string[], more: Readonly<Record<string, unknown>> = {}) =>
    issuesWith("local", {
      "applications.0.queue": "celery",
      "applications.0.workers.0.command": command,
      ...more,
    });

  test.each([
    [["celery", "-A", "clips"]],
    [["/opt/venv/bin/celery", "--app=clips"]],
    [["python", "-m", "celery", "-A", "clips"]],
    [["tini", "--", "celery", "-A", "clips"]],
    [["uv", "run", "celery", "-A", "worker"]],
  ])("%j is one", (command) => {
    expect(issuesOf(command)).toEqual([]);
  });

  test.each([
    [["python", "worker.py"], "does not start Celery's program"],
    [["sh", "-c", "celery -A clips"], "starts a shell's script"],
    [["celery", "-A", "clips", "worker"], "has `worker` in it"],
    [["celery", "-A", "clips", "worker", "-c", "4"], "has `worker -c 4` in it"],
    [["celery"], "names no app"],
  ])("%j is refused at its place, with what to write", (command, message) => {
    const issues = issuesOf(command);
    expect(issues).toMatchObject([{ path: "applications[0].workers[0].command", value: command }]);
    expect(issues[0]?.message).toContain(message);
    expect(issues[0]?.fix).toMatch(/^write \["celery"/);
  });

  test("the app may stand in a variable", () => {
    expect(issuesOf(["celery"], { "applications.0.workers.0.variables.APP": "clips" })).toEqual([]);
  });

  test.each([
    ["celery", ["rq", "worker"], 'set queue: "rq"'],
    ["rq", ["celery", "-A", "clips"], 'set queue: "celery"'],
  ])("the program of another library than %s is refused with the queue that it has", (...row) => {
    const [queue, command, fix] = row;
    const [issue, ...others] = issuesWith("local", {
      "applications.0.queue": queue,
      "applications.0.workers.0.command": command,
    });
    expect(others).toEqual([]);
    expect(issue?.path).toBe("applications[0].workers[0].command");
    expect(issue?.fix).toContain(fix);
  });

  test("a queue of RQ may be called celery", () => {
    expect(
      issuesWith("local", { "applications.0.workers.0.command": ["rq", "worker", "celery"] }),
    ).toEqual([]);
  });
});

describe("another first word of RQ's keys", () => {
  test.each([
    ["applications.0.settings.RQ_KEY_PREFIX", "applications[0].settings.RQ_KEY_PREFIX"],
    [
      "applications.0.workers.0.variables.RQ_KEY_PREFIX",
      "applications[0].workers[0].variables.RQ_KEY_PREFIX",
    ],
    ["applications.0.web.variables.RQ_KEY_PREFIX", "applications[0].web.variables.RQ_KEY_PREFIX"],
  ])("is refused in %s: what counts jobs would see none", (path, place) => {
    expect(shown(issuesWith("local", { [path]: "mine" }))).toEqual([
      `${place}: gives RQ's keys another first word than rq, and triggers, queue metrics and the keeper of the deletion cost count rq:queue:<queue>: no worker would come for a job (remove it, also from whoever else puts jobs there)`,
    ]);
    expect(issuesWith("local", { [path]: "rq" })).toEqual([]);
  });
});
