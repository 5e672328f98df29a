import { issuesWith } from "../../support/issues-with";

const shown = (issues: ReturnType<typeof issuesWith>) =>
  issues.map(({ path, message, fix }) => `${path}: ${message} (${fix})`);

// worker-heavy once listened on "heavy" while both settings were "default": a GPU node ran for nothing, for ever.
test("a worker of a queue that nobody fills is refused, with what is filled", () => {
  const [issue] = shown(
    issuesWith("staging", {
      "applications.0.settings.QUEUE_HEAVY_NAME": "default",
      "applications.0.workers.0.queues": ["default"],
      "applications.0.workers.1.scaling.joinsAbove": undefined,
    }),
  );
  expect(issue).toBe(
    'applications[0].workers[1].queues[0]: no setting puts jobs on queue "heavy": worker-heavy would wait for ever, with its nodes (use default, or set settings.QUEUE_HEAVY_NAME or QUEUE_FAST_NAME to "heavy", or name in filledBy what fills it)',
  );
});

test("who else fills a queue may be said", () => {
  expect(
    issuesWith("staging", {
      "applications.0.workers.0.queues": ["default", "heavy", "archive"],
      "applications.0.workers.0.filledBy": "the nightly export",
    }),
  ).toEqual([]);
});

test("without its settings the app fills its default queue alone", () => {
  const issues = shown(
    issuesWith("local", { "applications.0.settings.QUEUE_HEAVY_NAME": undefined }),
  );
  expect(issues).toEqual([
    expect.stringContaining(
      'applications[0].workers[0].queues[1]: no setting puts jobs on queue "heavy"',
    ),
  ]);
});

test("a queue twice on one worker is refused", () => {
  expect(
    shown(
      issuesWith("local", { "applications.0.workers.0.queues": ["default", "heavy", "default"] }),
    ),
  ).toEqual([
    expect.stringContaining("applications[0].workers[0].queues[2]: the worker has it already"),
  ]);
});

describe("a worker that joins others", () => {
  test("is not there without a backlog", () => {
    expect(shown(issuesWith("staging", { "applications.0.workers.1.scaling.min": 1 }))).toEqual([
      expect.stringContaining("applications[0].workers[1].scaling.min: a worker that joins others"),
    ]);
  });

  test("needs one that is always there on each of its queues", () => {
    const [issue] = shown(issuesWith("staging", { "applications.0.workers.0.scaling.min": 0 }));
    expect(issue).toContain(
      'applications[0].workers[1].scaling.joinsAbove: no other worker is always there for queue "heavy": the first 8 jobs would wait for ever',
    );
  });

  test("leaves no job to nobody: it joins at the others' maximum or earlier", () => {
    const [issue] = shown(
      issuesWith("staging", { "applications.0.workers.1.scaling.joinsAbove": 9 }),
    );
    expect(issue).toContain("take 8 jobs at most");
    expect(issue).toContain("set it to 8 or less");
  });
});

test("a tolerance is refused where Kubernetes would drop it", () => {
  expect(shown(issuesWith("local", { "cluster.kubernetesVersion": "1.34" }))).toEqual([
    expect.stringContaining(
      "applications[0].workers[0].scaling.scaleOutTolerance: Kubernetes 1.34 gives no HPA a tolerance of its own",
    ),
  ]);
});
