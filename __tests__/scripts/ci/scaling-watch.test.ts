import type { ScalingState } from "../../../scripts/ci/lib/scaling-state";
import { scalingProblems, watchScaling } from "../../../scripts/ci/lib/scaling-watch";

const hpa = { min: 1, max: 8, active: true, message: "" };
const whole: ScalingState = {
  replicas: 1,
  scaledObject: { paused: false },
  hpa,
  metricsApi: true,
};
const up: ScalingState = { ...whole, replicas: 2 };
const done = { sent: 3, done: 3 };

test("workers that rise and come back, with all jobs done, are no problem", () => {
  expect(scalingProblems(1, [whole, up], done, whole)).toEqual([]);
});

// Jobs alone were once the whole test: the worker at the minimum does them.
test("jobs that are done by the minimum are no proof", () => {
  expect(scalingProblems(1, [whole, whole], done, undefined)).toEqual([
    "the workers stayed at 1 while jobs waited: nothing scaled them above 1",
  ]);
});

test.each<[string, Partial<ScalingState>, string]>([
  ["no ScaledObject", { scaledObject: undefined }, "there is no ScaledObject"],
  ["a paused one", { scaledObject: { paused: true } }, "the ScaledObject is paused"],
  ["no HPA", { hpa: undefined }, "there is no HPA of KEDA's"],
  ["no metrics API", { metricsApi: false }, "the external metrics API is not available"],
  [
    "an HPA without an answer",
    { hpa: { ...hpa, active: false, message: "FailedGetExternalMetric: no server" } },
    "the HPA is not active (FailedGetExternalMetric: no server)",
  ],
  ["an HPA that has not looked", { hpa: { ...hpa, active: undefined } }, "it has not looked"],
  ["an HPA of one size", { hpa: { ...hpa, max: 1 } }, "from 1 to 1: it can't scale"],
])("%s is a problem, whatever the replicas do", (_what, change, message) => {
  const state = { ...up, ...change };
  expect(scalingProblems(1, [state, state], done, whole).join("; ")).toContain(message);
});

test("workers that stay and jobs that are lost are said", () => {
  expect(scalingProblems(1, [up], { sent: 3, done: 2 }, up)).toEqual([
    "after the jobs there are 2 replicas, not 1 again",
    "1 of 3 jobs were not done",
  ]);
});

test("it looks while the load runs, and waits for the way back only after a rise", async () => {
  const states = [whole, up, up, whole];
  let looked = 0;
  const watched = await watchScaling({
    min: 1,
    look: () => Promise.resolve(states[Math.min(looked++, 3)] ?? whole),
    load: async () => {
      while (looked < 3) await new Promise((resolve) => setTimeout(resolve, 1));
      return done;
    },
    restSeconds: 5,
    intervalMs: 1,
  });
  expect(watched).toEqual({ problems: [], most: 2 });
});
