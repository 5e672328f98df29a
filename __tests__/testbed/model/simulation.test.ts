import { measure } from "../../../testbed/model/measures";
import { simulate } from "../../../testbed/model/simulation";
import { aLoop } from "../../support/loop";
import { aScenario, jobsAt } from "../../support/scenario";

test("the same seed plays the same, another one otherwise", () => {
  const scenario = aScenario(jobsAt(100, 40, 90));
  const samples = (seed: number) => simulate(aLoop(), scenario, seed).samples;
  expect(samples(1)).toEqual(samples(1));
  expect(samples(1)).not.toEqual(samples(2));
});

test("jobs are taken in the order in which they came, one by each worker", () => {
  const trace = simulate(
    aLoop({ minReplicas: 2, maxReplicas: 2 }),
    aScenario(jobsAt(100, 4, 60)),
    1,
  );
  const starts = trace.jobs.map(({ startedAt }) => Math.round(startedAt ?? Number.NaN));
  expect(starts).toEqual([100, 100, 160, 160]);
});

test("a worker that is told to stop finishes its job, and is gone then", () => {
  // One job of 25 minutes beside a burst that is soon over; nobody says which worker is idle.
  const loop = aLoop({ minReplicas: 1, deletionCostSeconds: undefined });
  const jobs = [...jobsAt(100, 10, 30), ...jobsAt(100, 10, 1500)];
  const trace = simulate(
    { ...loop, composite: { formula: "queued + running", target: 4 } },
    aScenario(jobs),
    1,
  );
  const stopped = trace.pods.filter(({ stopping }) => stopping === "scale-in");
  expect(trace.busyStopped).toBeGreaterThan(0);
  expect(stopped.every(({ goneAt }) => goneAt !== undefined)).toBe(true);
  expect(trace.jobs.every(({ finishedAt }) => finishedAt !== undefined)).toBe(true);
});

test("a grace shorter than the job ends in SIGKILL, and without a retry in FailedJobRegistry", () => {
  const loop = aLoop({ minReplicas: 1, deletionCostSeconds: undefined, graceSeconds: 120 });
  const jobs = [...jobsAt(100, 10, 30), ...jobsAt(100, 10, 1500)];
  const inFours = { ...loop, composite: { formula: "queued + running", target: 4 } };
  const { killedByScaleIn, failed, lost } = measure([simulate(inFours, aScenario(jobs), 1)]);
  expect(killedByScaleIn).toBeGreaterThan(0);
  expect([failed, lost]).toEqual([killedByScaleIn, 0]);
});

describe("a worker that dies", () => {
  const crash = { incidents: [{ kind: "worker-crash", at: 200 }] } as const;
  const loop = aLoop({ minReplicas: 2, maxReplicas: 2 });

  test("leaves its job in rq:wip, where it counts until a worker cleans up", () => {
    const trace = simulate(loop, aScenario(jobsAt(100, 1, 300), crash), 1);
    const [job] = trace.jobs;
    expect(job?.interruptions).toEqual(["crash"]);
    expect(job?.failed).toBe(true);
    expect(trace.lost).toEqual([]);
  });

  test("has its job done after all when the app enqueues with a retry", () => {
    const trace = simulate({ ...loop, retries: 1 }, aScenario(jobsAt(100, 1, 300), crash), 1);
    const [job] = trace.jobs;
    expect(job?.failed).toBe(false);
    // rq:wip keeps it for 90 s after the last heartbeat at most, then a worker must look.
    expect(job?.finishedAt).toBeGreaterThan(200 + 60 + 300);
  });

  // RQ notices such a job at one cleaning, and fails it at another one.
  test("between the list and rq:wip leaves its job in the hand-off, until it is failed", () => {
    const incidents = [{ kind: "worker-crash", at: 100 }] as const;
    const trace = simulate(loop, aScenario(jobsAt(100, 1, 300), { incidents }), 1);
    const [job] = trace.jobs;
    expect([job?.startedAt, job?.failed]).toEqual([undefined, true]);
    expect(trace.lost).toEqual([]);
  });

  test("takes the job down for memory each time, retry or not", () => {
    const jobs = [{ at: 100, seconds: 300, outOfMemoryAfter: 100 }];
    const trace = simulate({ ...loop, retries: 1 }, aScenario(jobs), 1);
    expect(trace.jobs[0]?.interruptions).toEqual(["out-of-memory", "out-of-memory"]);
    expect(trace.jobs[0]?.failed).toBe(true);
  });
});

// Seen with rq 2.6.1, redis-py 7.1.0 and a redis-server that was stopped for 3, 10 and 45 s while a
// worker had a job of 100 s and another one was idle: only after 45 s was the busy worker gone.
describe("Redis away for a while", () => {
  const outage = (seconds: number, keepsData = true) =>
    ({ incidents: [{ kind: "redis-outage", at: 115, seconds, keepsData }] }) as const;
  const loop = aLoop({ minReplicas: 2, maxReplicas: 2 });
  const interruptions = (seconds: number) =>
    simulate(loop, aScenario(jobsAt(100, 1, 100), outage(seconds)), 1).jobs[0]?.interruptions;

  test("between two heartbeats nobody notices", () => {
    expect(interruptions(3)).toEqual([]);
    expect(interruptions(10)).toEqual([]);
  });

  test("over a heartbeat the busy worker gives up, and its job with it", () => {
    expect(interruptions(45)).toEqual(["redis"]);
  });

  test("workers stay as many as they were, and jobs are refused, not lost", () => {
    const jobs = [...jobsAt(100, 20, 400), ...jobsAt(300, 5, 10)];
    const trace = simulate(aLoop(), aScenario(jobs, outage(600)), 1);
    const during = trace.decisions.filter(({ at }) => at > 115 && at < 715);
    expect(new Set(during.map(({ wanted }) => wanted)).size).toBe(1);
    expect(trace.refused).toBe(5);
    expect(trace.lost).toEqual([]);
  });

  test("what waited is lost when it comes back empty", () => {
    const trace = simulate(loop, aScenario(jobsAt(100, 10, 100), outage(5, false)), 1);
    expect(trace.lost).toHaveLength(8);
    expect(trace.jobs.filter(({ finishedAt }) => finishedAt !== undefined)).toHaveLength(2);
  });
});

test("while KEDA is away nothing changes; then all is made up for", () => {
  const incidents = [{ kind: "keda-outage", at: 90, seconds: 90 }] as const;
  const trace = simulate(aLoop(), aScenario(jobsAt(100, 24, 600), { incidents }), 1);
  const away = trace.decisions.filter(({ at }) => at < 180);
  expect(away.every(({ wanted }) => wanted === 3)).toBe(true);
  expect(trace.decisions.some(({ wanted }) => wanted === 24)).toBe(true);
  expect(trace.lost).toEqual([]);
});

describe("a rollout", () => {
  const incidents = [{ kind: "rollout", at: 300 }] as const;

  test.each([
    ["adds before it takes", { maxSurge: 1, maxUnavailable: 0 }, 10],
    [
      "takes before it adds, for a GPU there is no second of",
      { maxSurge: 0, maxUnavailable: 1 },
      9,
    ],
  ])("%s: every pod is replaced and no job cut short", (_, rollout, least) => {
    const loop = aLoop({ minReplicas: 10, rollout });
    const trace = simulate(loop, aScenario(jobsAt(100, 8, 900), { incidents }), 1);
    expect(trace.jobs.every(({ interruptions }) => interruptions.length === 0)).toBe(true);
    const left = trace.pods.filter(({ goneAt }) => goneAt === undefined);
    expect(left.every(({ generation }) => generation === 1)).toBe(true);
    const ready = trace.samples.filter(({ at }) => at > 60).map((sample) => sample.ready);
    expect(Math.min(...ready)).toBe(least);
  });

  test("on one node for one worker waits until the old one has left it", () => {
    const loop = aLoop({
      minReplicas: 1,
      maxReplicas: 1,
      rollout: { maxSurge: 0, maxUnavailable: 1 },
      nodes: { workersPerNode: 1, min: 1, max: 1 },
    });
    const jobs = [...jobsAt(100, 1, 900), ...jobsAt(400, 1, 10)];
    const trace = simulate(loop, aScenario(jobs, { incidents }), 1);
    expect(trace.jobs.map(({ startedAt }) => Math.round(startedAt ?? 0))).toEqual([100, 1001]);
  });
});

test("workers without a node wait for one, and nodes that stay empty go", () => {
  const loop = aLoop({ nodes: { workersPerNode: 4, min: 1, max: 6 } });
  const surroundings = { nodeSeconds: 120, podStartSeconds: 1 };
  const trace = simulate(loop, aScenario(jobsAt(100, 24, 300), { surroundings }), 1);
  const waits = trace.jobs.map(({ plan, startedAt }) => (startedAt ?? Infinity) - plan.at);
  expect(waits.filter((wait) => wait > 120).length).toBeGreaterThanOrEqual(16);
  const nodes = trace.samples.map((sample) => sample.nodes);
  expect(Math.max(...nodes)).toBe(6);
  expect(nodes.at(-1)).toBeLessThan(6);
});

test("at the minimum of the nodes, an oracle's hours are the minimum's", () => {
  const { idealWorkerHours, workerHours, idealWaitP95 } = measure([
    simulate(aLoop(), aScenario([]), 1),
  ]);
  expect([idealWorkerHours, workerHours, idealWaitP95]).toEqual([6, 6, 0]);
});

test("from zero the first job waits for a look of KEDA and a start, and zero comes back", () => {
  const loop = aLoop({ minReplicas: 0 });
  const trace = simulate(loop, aScenario(jobsAt(1000, 1, 60)), 1);
  const [job] = trace.jobs;
  const wait = (job?.startedAt ?? Infinity) - 1000;
  expect(wait).toBeGreaterThan(1);
  expect(wait).toBeLessThan(loop.pollingSeconds + 2);
  expect(job?.finishedAt).toBeDefined();
  expect(trace.samples.at(-1)?.wanted).toBe(0);
});
