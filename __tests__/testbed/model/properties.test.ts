import fc from "fast-check";
import { measure } from "../../../testbed/model/measures";
import { simulate } from "../../../testbed/model/simulation";
import { aLoop } from "../../support/loop";
import { aScenario } from "../../support/scenario";

const jobs = fc.array(fc.record({ at: fc.nat(3600), seconds: fc.integer({ min: 1, max: 900 }) }), {
  maxLength: 30,
});
const loop = fc
  .record({
    minReplicas: fc.nat(4),
    more: fc.nat(20),
    window: fc.constantFrom(0, 30, 300, 600),
    deletionCostSeconds: fc.constantFrom(undefined, 5, 60),
    surge: fc.boolean(),
    workersPerNode: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ minReplicas, more, window, deletionCostSeconds, surge, workersPerNode }) => {
    const one = aLoop();
    const maxReplicas = Math.max(1, minReplicas + more);
    return aLoop({
      minReplicas,
      maxReplicas,
      deletionCostSeconds,
      scaleDown: { ...one.scaleDown, stabilizationWindowSeconds: window },
      rollout: surge ? { maxSurge: 1, maxUnavailable: 0 } : { maxSurge: 0, maxUnavailable: 1 },
      nodes: { workersPerNode, min: 1, max: maxReplicas },
    });
  });
const time = fc.nat(4000);
const incidents = fc.array(
  fc.oneof(
    time.map((at) => ({ kind: "worker-crash" as const, at })),
    time.map((at) => ({ kind: "rollout" as const, at })),
    fc.record({ kind: fc.constant("keda-outage" as const), at: time, seconds: fc.nat(900) }),
    fc.record({
      kind: fc.constant("redis-outage" as const),
      at: time,
      seconds: fc.nat(900),
      keepsData: fc.constant(true),
    }),
  ),
  { maxLength: 4 },
);
const seed = fc.nat(1_000_000);
/** Long enough for the last job, on one worker, after an outage. */
const seconds = 12 * 3600;

test("whatever comes and breaks: no job is lost, none cut short by a scale-in or a rollout", () => {
  fc.assert(
    fc.property(loop, jobs, incidents, seed, (one, plans, broken, number) => {
      const scenario = aScenario(plans, { incidents: broken, seconds });
      const figures = measure([simulate(one, scenario, number)]);
      expect(figures.lost).toBe(0);
      expect(figures.killedByScaleIn + figures.killedByRollout).toBe(0);
      expect(figures.failed).toBeLessThanOrEqual(figures.interrupted);
      // What a dead worker leaves behind waits for another one to clean up; from zero, none may come.
      if (one.minReplicas > 0) expect(figures.unfinished).toBe(0);
      expect(figures.jobs + figures.refused).toBe(plans.length);
    }),
    { numRuns: 40 },
  );
});

test("with a replica for each job, never fewer replicas than jobs that run on them", () => {
  fc.assert(
    fc.property(loop, jobs, incidents, seed, (one, plans, broken, number) => {
      const trace = simulate(one, aScenario(plans, { incidents: broken }), number);
      expect(measure([trace]).belowRunning).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test("with a retry everything is done in the end, unless it crashes more often than it is retried", () => {
  fc.assert(
    fc.property(loop, jobs, incidents, seed, (one, plans, broken, number) => {
      const scenario = aScenario(plans, { incidents: broken, seconds });
      const kept = { ...one, minReplicas: Math.max(1, one.minReplicas), retries: broken.length };
      const trace = simulate(kept, scenario, number);
      expect(measure([trace]).finished).toBe(trace.jobs.length);
    }),
    { numRuns: 20 },
  );
});

test("replicas stay within their limits at every moment", () => {
  fc.assert(
    fc.property(loop, jobs, incidents, seed, (one, plans, broken, number) => {
      const { samples } = simulate(one, aScenario(plans, { incidents: broken }), number);
      const wanted = samples.map((sample) => sample.wanted);
      expect(Math.min(...wanted)).toBeGreaterThanOrEqual(one.minReplicas);
      expect(Math.max(...wanted)).toBeLessThanOrEqual(one.maxReplicas);
    }),
    { numRuns: 20 },
  );
});

test("an oracle lets nobody wait while there are no more jobs than workers", () => {
  fc.assert(
    fc.property(jobs, (plans) => {
      const one = aLoop({ maxReplicas: Math.max(3, plans.length) });
      expect(measure([simulate(one, aScenario(plans), 1)]).idealWaitP95).toBe(0);
    }),
    { numRuns: 20 },
  );
});
