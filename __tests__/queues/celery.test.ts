import { queueDepth, queueDepthFromZero } from "../../modules/autoscaling/queue-depth";
import { queueAdapter } from "../../queues";
import { graceSeconds } from "../../queues/adapter";

const celery = queueAdapter("celery");
const THUMBNAILS = { name: "thumbnails", queues: ["thumbnails"], jobTimeoutSeconds: 600 };

test("a worker's jobs are those of its queues' lists, with priorities, and of its own hash", () => {
  const counted = celery.triggers(THUMBNAILS);
  expect(counted.map(({ key }) => key)).toEqual([
    "thumbnails",
    "thumbnails\x06\x163",
    "thumbnails\x06\x166",
    "thumbnails\x06\x169",
    "celery:unacked:thumbnails",
  ]);
  expect(queueDepth(counted, 2).formula).toBe(
    "queued_thumbnails + queued_thumbnails_priority_3 + queued_thumbnails_priority_6 + queued_thumbnails_priority_9 + 2 * running_thumbnails",
  );
});

test("nothing has to stay up for jobs with a countdown: a worker holds them, and counts for them", () => {
  const counted = celery.triggers(THUMBNAILS);
  expect(queueDepthFromZero(counted, 1)).toEqual(queueDepth(counted, 1));
});

test("names in the formula are identifiers, and no two are the same", () => {
  const names = celery
    .triggers({ name: "clips-4k", queues: ["a-b", "a-b-3"], jobTimeoutSeconds: 1 })
    .map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /^[A-Za-z_]\w*$/.test(name))).toBe(true);
});

test("its arguments are understood by what reads a worker's command line", () => {
  const command = ["celery", "-A", "clips", ...celery.arguments(THUMBNAILS)];
  const found = celery.command(command);
  expect(found).toMatchObject({
    queues: ["thumbnails"],
    jobTimeout: { seconds: 600 },
    delivery: {
      ...{ acknowledgesLate: true, takes: 1, worksOn: 1, answers: true },
      redelivery: { seconds: 3600, said: true },
      ...{ sendsPeriodicJobs: false, sharedRunningKey: undefined },
    },
  });
  expect(found?.keys.running("thumbnails")).toBe("celery:unacked:thumbnails");
});

test.each([60, 3500, 7200])(
  "a delivery of %i s is its worker's for longer than the grace",
  (seconds) => {
    const worker = { ...THUMBNAILS, jobTimeoutSeconds: seconds };
    const found = celery.command(["celery", ...celery.arguments(worker)]);
    const visibility = found?.delivery?.redelivery.seconds ?? 0;
    expect(visibility).toBeGreaterThan(graceSeconds(celery.grace, seconds));
    expect(visibility).toBeGreaterThanOrEqual(3600);
  },
);

test("two kinds of workers share no key of running jobs", () => {
  const keys = ["a", "b"].flatMap((name) =>
    celery
      .triggers({ ...THUMBNAILS, name })
      .filter(({ holds }) => holds === "running")
      .map(({ key }) => key),
  );
  expect(new Set(keys).size).toBe(2);
});

test.each([
  ["celery -A clips worker -Q a,b", ["a", "b"]],
  ["exec celery --app=clips worker --queues=a --concurrency=1", ["a"]],
  ["celery -A clips worker", undefined],
  ["celery -A clips worker -Q $QUEUES", undefined],
])("the queues of %s", (script, queues) => {
  expect(celery.command(["sh", "-c", script])).toMatchObject({ queues });
});

test.each(["celery -A clips beat", "python worker.py", "rq worker default"])(
  "%s starts no worker of Celery",
  (script) => {
    expect(celery.command(["sh", "-c", script])).toBeUndefined();
  },
);
