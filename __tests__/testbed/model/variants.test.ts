import { measure } from "../../../testbed/model/measures";
import { SCENARIOS } from "../../../testbed/model/scenarios";
import { simulate } from "../../../testbed/model/simulation";
import { VARIANTS } from "../../../testbed/model/variants";
import { aLoop } from "../../support/loop";

/** Production's figure: a replica for each running job, and one for four that wait. */
const fours = aLoop({ composite: { formula: "queued + 4 * running", target: 4 } });
const SEEDS = [1, 2, 3];

function figures(variant: string, scenario: string, loop = fours) {
  const [change] = VARIANTS.filter(({ name }) => name === variant);
  const [played] = SCENARIOS.filter(({ name }) => name === scenario);
  if (change === undefined || played === undefined) throw new Error(`${variant}, ${scenario}`);
  const changed = change.change(loop);
  return measure(SEEDS.map((seed) => simulate(changed, played, seed)));
}

test("names of scenarios and variants are unique", () => {
  for (const names of [SCENARIOS.map(({ name }) => name), VARIANTS.map(({ name }) => name)]) {
    expect(new Set(names).size).toBe(names.length);
  }
});

// A started job leaves the list: what the app's first ScaledObject did not see.
test("counting waiting jobs alone takes workers that render", () => {
  const { belowRunning, busyStopped } = figures("waiting-only", "sustained", aLoop());
  expect(belowRunning).toBeGreaterThan(50);
  expect(busyStopped).toBeGreaterThan(50);
  const both = figures("as-configured", "sustained", aLoop());
  expect(both.belowRunning).toBe(0);
  // The deletion cost is some seconds old: a worker may have got a job meanwhile.
  expect(both.busyStopped).toBeLessThan(3);
});

test("with 120 s of grace on top, those renders are killed", () => {
  expect(figures("seed", "sustained").killedByScaleIn).toBeGreaterThan(10);
  expect(figures("grace-120", "rollout").killedByRollout).toBeGreaterThan(5);
  expect(figures("as-configured", "rollout").killedByRollout).toBe(0);
});

// The app's production overlay: workers never became more than the minimum.
test("counting the hand-off list never scales out", () => {
  const { mostRunning, waitP95 } = figures("intermediate", "burst");
  expect(mostRunning).toBe(fours.minReplicas);
  expect(waitP95).toBeGreaterThan(600);
});

test("the larger of waiting and running, in place of the sum, makes jobs wait longer", () => {
  const one = aLoop();
  expect(figures("largest", "sustained", one).waitP95).toBeGreaterThan(
    2 * figures("as-configured", "sustained", one).waitP95,
  );
});

test("without deletion cost a scale-in tells busy workers to stop while others are idle", () => {
  const one = aLoop();
  expect(figures("without-deletion-cost", "long-tail", one).busyStopped).toBeGreaterThan(20);
  expect(figures("as-configured", "long-tail", one).busyStopped).toBeLessThan(3);
});

// 24 jobs at once become 6 workers, and a queue that is empty again wants fewer workers than run.
test("a plain sum over four jobs keeps fewer workers than jobs run; a replica for each running one does not", () => {
  expect(figures("plain-sum", "burst").mostRunning).toBe(6);
  expect(figures("plain-sum", "sustained").belowRunning).toBeGreaterThan(0);
  for (const scenario of ["burst", "sustained", "oscillating", "long-tail"]) {
    expect(figures("as-configured", scenario).belowRunning).toBe(0);
    expect(figures("one-each", scenario).belowRunning).toBe(0);
  }
});

test("a p95 below 30 s for a burst needs all workers at the first look of the HPA", () => {
  expect(figures("as-configured", "burst").waitP95).toBeGreaterThan(60);
  expect(figures("one-each", "burst").waitP95).toBeGreaterThan(30);
  const policies = [{ type: "Pods" as const, value: fours.maxReplicas, periodSeconds: 15 }];
  const inOneStep = { ...fours, scaleUp: { ...fours.scaleUp, policies } };
  expect(figures("one-each", "burst", inOneStep).waitP95).toBeLessThan(30);
  expect(figures("as-configured", "burst", inOneStep).waitP95).toBeGreaterThan(30);
});

test("workers that are there already take 10 jobs without a wait, whenever nodes come", () => {
  const { mostRunning, waitP50 } = figures("one-each-10-warm", "cold-nodes");
  expect(mostRunning).toBeGreaterThanOrEqual(10);
  expect(waitP50).toBeLessThan(figures("one-each", "cold-nodes").waitP50);
});

test("with a load that goes up and down the loop turns less often than the load", () => {
  const { turnsPerHour } = figures("one-each", "oscillating");
  expect(turnsPerHour).toBeLessThan(6);
});

test("a job that a crash takes is failed, or put back if the app says so", () => {
  expect(figures("as-configured", "worker-crashes").failed).toBeGreaterThan(60);
  const { failed, lost, finished, jobs } = figures("retries", "worker-crashes");
  expect([failed, lost, finished]).toEqual([0, 0, jobs]);
});
