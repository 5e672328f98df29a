import fc from "fast-check";
import { HorizontalAutoscaler } from "../../../testbed/model/horizontal-autoscaler";
import type { Loop } from "../../../testbed/model/loop";
import { aLoop } from "../../support/loop";

/** Decisions every 15 s for the values of one metric with target 1; undefined: it cannot be read. */
function play(loop: Loop, values: readonly (number | undefined)[], from = loop.minReplicas) {
  const hpa = new HorizontalAutoscaler(loop);
  let replicas = from;
  return values.map((value, index) => {
    const metrics = [value === undefined ? undefined : { value, target: 1 }];
    replicas = hpa.decide(15 * index, { wanted: replicas, existing: replicas }, metrics);
    return replicas;
  });
}

function repeat(value: number | undefined, times: number) {
  return Array.from({ length: times }, () => value);
}

// kubernetes v1.35.4 replica_calculator.go, GetExternalPerPodMetricReplicas
test.each([
  { replicas: 10, value: 11, target: 1, wants: 10, why: "a tenth more is within the tolerance" },
  { replicas: 10, value: 12, target: 1, wants: 12, why: "more than a tenth is not" },
  { replicas: 10, value: 9, target: 1, wants: 10, why: "a tenth less is within the tolerance" },
  { replicas: 9, value: 10, target: 1, wants: 10, why: "one more than nine is more than a tenth" },
  { replicas: 6, value: 24, target: 4, wants: 6, why: "24 jobs at 4 each are 6 replicas" },
  { replicas: 6, value: 27, target: 4, wants: 7, why: "the rest of a division takes one more" },
])("$value jobs on $replicas replicas at $target each: $wants, for $why", (row) => {
  const hpa = new HorizontalAutoscaler(aLoop({ minReplicas: 1 }));
  const { replicas, value, target } = row;
  expect(hpa.decide(0, { wanted: replicas, existing: replicas }, [{ value, target }])).toBe(
    row.wants,
  );
});

// Seen on Kubernetes 1.35.4 and 1.37.2 with KEDA 2.21.0: 10 of 10 replicas at -6.
test("a sum below zero is taken for an overflow: the maximum, as fast as it may", () => {
  expect(play(aLoop({ maxReplicas: 10 }), repeat(-6, 8), 1).at(-1)).toBe(10);
});

test("a tolerance of 0 in one direction makes the smallest difference count there", () => {
  const loop = aLoop();
  const strict = { ...loop, scaleUp: { ...loop.scaleUp, tolerance: 0 } };
  expect(play(strict, [20, 21], 20)).toEqual([20, 21]);
  expect(play(loop, [20, 21], 20)).toEqual([20, 20]);
});

test("out: doubled or four more at each look, whichever is more, up to the maximum", () => {
  expect(play(aLoop(), repeat(100, 5))).toEqual([7, 14, 24, 24, 24]);
  expect(play(aLoop({ minReplicas: 1 }), repeat(100, 5))).toEqual([5, 10, 20, 24, 24]);
});

test("in: only after the window, then one a minute", () => {
  const decisions = play(aLoop(), [24, 24, 24, 24, ...repeat(3, 60)], 24);
  // The last 24 is from 45 s; it leaves the window of 600 s at 645 s.
  const removals = decisions.flatMap((count, index) =>
    index > 0 && count < (decisions[index - 1] ?? 0) ? [15 * index] : [],
  );
  expect(removals.slice(0, 4)).toEqual([645, 705, 765, 825]);
  expect(decisions.at(-1)).toBe(24 - removals.length);
});

test("in: what was added in the last minute may go at once", () => {
  const loop = aLoop({ minReplicas: 1, maxReplicas: 4 });
  const quick = { ...loop, scaleDown: { ...loop.scaleDown, stabilizationWindowSeconds: 30 } };
  expect(play(quick, [4, 1, 1, 1])).toEqual([4, 4, 1, 1]);
});

test("a metric that cannot be read changes nothing, for however long", () => {
  expect(play(aLoop(), [24, ...repeat(undefined, 200)], 24)).toEqual(repeat(24, 201));
});

// The recommendations of the window are of before the outage: the first look after it is alone.
test("after an outage longer than the window the first low value removes a replica at once", () => {
  expect(play(aLoop(), [24, ...repeat(undefined, 41), 3], 24).at(-1)).toBe(23);
  expect(play(aLoop(), [24, ...repeat(undefined, 38), 3], 24).at(-1)).toBe(24);
});

test("one of two metrics missing: more may come, nothing goes", () => {
  const two = (value: number) =>
    new HorizontalAutoscaler(aLoop()).decide(0, { wanted: 8, existing: 8 }, [
      { value, target: 1 },
      undefined,
    ]);
  expect(two(12)).toBe(12);
  expect(two(3)).toBe(8);
});

test("replicas outside of the limits are put back without a metric; 0 is left alone", () => {
  const decide = (wanted: number) =>
    new HorizontalAutoscaler(aLoop()).decide(0, { wanted, existing: wanted }, [undefined]);
  expect([decide(1), decide(30), decide(0)]).toEqual([3, 24, 0]);
});

test("a policy that is disabled never changes its direction", () => {
  const loop = aLoop();
  const fixed = { ...loop, scaleDown: { ...loop.scaleDown, selectPolicy: "Disabled" as const } };
  expect(play(fixed, repeat(0, 100), 10).at(-1)).toBe(10);
});

const history = fc.array(fc.option(fc.nat(40), { nil: undefined }), { maxLength: 80 });

test("after the same history more jobs never lead to fewer replicas", () => {
  fc.assert(
    fc.property(history, fc.nat(40), fc.nat(40), (before, few, more) => {
      const last = (value: number) => play(aLoop(), [...before, value]).at(-1) ?? 0;
      expect(last(few + more)).toBeGreaterThanOrEqual(last(few));
    }),
  );
});

test("whatever the metric does, replicas stay within the limits, and a scale-in takes one a minute at most", () => {
  fc.assert(
    fc.property(history, (values) => {
      const decisions = [3, ...play(aLoop(), values)];
      for (const [index, count] of decisions.entries()) {
        expect(count).toBeGreaterThanOrEqual(3);
        expect(count).toBeLessThanOrEqual(24);
        // Nothing was added within ten minutes before a scale-in, so nothing is taken back at once.
        expect((decisions[index - 1] ?? count) - count).toBeLessThanOrEqual(1);
      }
    }),
  );
});
