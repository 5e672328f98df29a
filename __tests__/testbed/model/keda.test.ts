import { Keda, type ScalerReading } from "../../../testbed/model/keda";
import type { JobPlace } from "../../../testbed/model/library";
import { aLoop } from "../../support/loop";

const lengths = (jobs: Readonly<Partial<Record<JobPlace, number>>>): ScalerReading => ({
  kind: "lengths",
  count: (place) => jobs[place] ?? 0,
});
const FULL = lengths({ waiting: 5, running: 3 });

/** KEDA whose Redis answers what the test says. */
function keda(changes: Parameters<typeof aLoop>[0] = {}) {
  const redis: { reading: ScalerReading } = { reading: FULL };
  return { redis, keda: new Keda(aLoop(changes), () => redis.reading) };
}

test("with a formula there is one metric: what it makes of the lengths, against its target", () => {
  const { keda: one } = keda({ composite: { formula: "queued + running", target: 4 } });
  expect(one.metrics(3)).toEqual([{ value: 8, target: 4 }]);
});

test.each([
  ["running - queued", -2],
  ["queued / (running - 3)", 0],
])("the formula %s reads %d", (formula, value) => {
  const { keda: one } = keda({ composite: { formula, target: 4 } });
  expect(one.metrics(3)).toEqual([{ value, target: 4 }]);
});

test("without a formula each trigger is a metric of its own", () => {
  const { keda: one } = keda({ composite: undefined });
  expect(one.metrics(3)).toEqual([
    { value: 5, target: 1 },
    { value: 3, target: 1 },
  ]);
});

test("a key without jobs reads 0", () => {
  const { keda: one } = keda({
    composite: undefined,
    triggers: [{ name: "queued", counts: "none", listLength: 1 }],
  });
  expect(one.metrics(3)).toEqual([{ value: 0, target: 1 }]);
});

test("four errors in a row bring the fallback: the present replicas, or its own if they are more", () => {
  const { redis, keda: one } = keda();
  redis.reading = { kind: "error" };
  expect([one.metrics(10), one.metrics(10), one.metrics(10)]).toEqual([
    [undefined],
    [undefined],
    [undefined],
  ]);
  expect(one.metrics(10)).toEqual([{ value: 10, target: 1 }]);
  expect(one.metrics(1)).toEqual([{ value: 3, target: 1 }]);
  redis.reading = FULL;
  expect(one.metrics(10)).toEqual([{ value: 8, target: 1 }]);
  redis.reading = { kind: "error" };
  expect(one.metrics(10)).toEqual([undefined]);
});

test("KEDA's own looks count failures as well", () => {
  const { redis, keda: one } = keda();
  redis.reading = { kind: "error" };
  for (let look = 0; look < 3; look += 1) one.poll(15 * look, 10);
  expect(one.metrics(10)).toEqual([{ value: 10, target: 1 }]);
});

// KEDA 2.20: the scaler is thrown away at the first failure, and none can be made without a PING.
test("a Redis that is away altogether never brings the fallback, and no scale-in", () => {
  const { redis, keda: one } = keda();
  redis.reading = { kind: "unreachable" };
  for (let look = 0; look < 100; look += 1) expect(one.metrics(10)).toEqual([undefined]);
  redis.reading = FULL;
  expect(one.metrics(10)).toEqual([{ value: 8, target: 1 }]);
});

test("while the operator is away there is no metric", () => {
  const { keda: one } = keda();
  one.stop();
  expect(one.metrics(10)).toEqual([undefined]);
  one.start();
  expect(one.metrics(10)).toEqual([{ value: 8, target: 1 }]);
});

describe("with a minimum of 0", () => {
  const zero = { minReplicas: 0, cooldownSeconds: 300 };

  test("the first job brings one replica at KEDA's own look", () => {
    const { redis, keda: one } = keda(zero);
    redis.reading = lengths({});
    expect(one.poll(0, 0)).toBe(0);
    redis.reading = FULL;
    expect(one.poll(15, 0)).toBe(1);
    expect(one.poll(30, 7)).toBe(7);
  });

  test("after the cooldown without jobs all go; not while Redis or KEDA is away", () => {
    const { redis, keda: one } = keda(zero);
    one.poll(1000, 4);
    redis.reading = lengths({});
    expect(one.poll(1300, 4)).toBe(4);
    redis.reading = { kind: "unreachable" };
    expect(one.poll(1400, 4)).toBe(4);
    redis.reading = lengths({});
    one.stop();
    expect(one.poll(1400, 4)).toBe(4);
    one.start();
    expect(one.poll(1400, 4)).toBe(0);
  });

  test("a running job alone keeps the replicas", () => {
    const { redis, keda: one } = keda(zero);
    redis.reading = lengths({ running: 1 });
    expect(one.poll(10_000, 4)).toBe(4);
  });
});
