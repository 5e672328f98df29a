import { firstToGo, type SimulatedPod } from "../../../testbed/model/worker-pod";

const NOW = 10_000;
const node = { pods: 1, ready: true, emptySince: undefined };

function pod(id: number, changes: Partial<SimulatedPod> = {}): SimulatedPod {
  return {
    id,
    tieBreak: id,
    generation: 0,
    createdAt: 0,
    goneAt: undefined,
    node: { ...node },
    readyAt: 100,
    deletionCost: 0,
    stopping: undefined,
    job: undefined,
    life: 0,
    restarts: 0,
    cleanedAt: undefined,
    ...changes,
  };
}

function order(...pods: readonly SimulatedPod[]) {
  return firstToGo(pods, pods.length, NOW).map(({ id }) => id);
}

// kubernetes v1.35.4 pkg/controller/controller_utils.go, ActivePodsWithRanks.Less
test("without a node before starting, starting before ready", () => {
  expect(order(pod(1), pod(2, { readyAt: undefined }), pod(3, { node: undefined }))).toEqual([
    3, 2, 1,
  ]);
});

test("a lower deletion cost goes first, whatever the age", () => {
  expect(order(pod(1, { deletionCost: 1, readyAt: 9_990 }), pod(2, { readyAt: 1 }))).toEqual([
    2, 1,
  ]);
});

test("at equal cost those that share a node go first, then the younger", () => {
  const shared = { ...node };
  const pods = [pod(1), pod(2, { node: shared }), pod(3, { node: shared })];
  expect(order(...pods).slice(0, 2)).toEqual([2, 3]);
  expect(order(pod(1), pod(2, { readyAt: 9_990 }))).toEqual([2, 1]);
});

test("ages are compared to a power of two; between those chance decides", () => {
  const older = pod(1, { readyAt: 4_000, tieBreak: 0.1 });
  const younger = pod(2, { readyAt: 5_000, tieBreak: 0.9 });
  expect(order(younger, older)).toEqual([1, 2]);
});

test("no more go than are too many", () => {
  expect(firstToGo([pod(1), pod(2)], 1, NOW)).toHaveLength(1);
  expect(firstToGo([pod(1), pod(2)], 0, NOW)).toEqual([]);
  expect(firstToGo([pod(1), pod(2)], -1, NOW)).toEqual([]);
});
