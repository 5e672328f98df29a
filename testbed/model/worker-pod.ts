import type { Job } from "./job";
import type { PoolNode } from "./node-pool";

/** Why a pod terminates. */
export type StopReason = "scale-in" | "rollout";

/** A pod of the worker Deployment, with the one worker in it. */
export interface SimulatedPod {
  readonly id: number;
  /** Decides between pods that are otherwise equal, like the UID. */
  readonly tieBreak: number;
  /** Pod template that it was made from. */
  readonly generation: number;
  readonly createdAt: number;
  goneAt: number | undefined;
  /** Undefined: no node has room. */
  node: PoolNode | undefined;
  /** Since when its worker takes jobs; undefined while it starts. */
  readyAt: number | undefined;
  /** `controller.kubernetes.io/pod-deletion-cost`. */
  deletionCost: number;
  stopping: StopReason | undefined;
  job: Job | undefined;
  /** Grows whenever what was planned for the worker is void. */
  life: number;
  /** Restarts in a row. */
  restarts: number;
  /** When its worker last cleaned up after others, between two jobs. */
  cleanedAt: number | undefined;
}

/**
 * The pods that a ReplicaSet deletes first: without a node, not ready, lower
 * deletion cost, more of its pods on the same node, ready for a shorter time
 * (to a power of two), and then by chance (UID).
 *
 * Source: kubernetes v1.35.4 pkg/controller/controller_utils.go
 * (`ActivePodsWithRanks.Less`), pkg/controller/replicaset/replica_set.go
 * (`getPodsRankedByRelatedPodsOnSameNode`).
 */
export function firstToGo(
  pods: readonly SimulatedPod[],
  count: number,
  now: number,
): readonly SimulatedPod[] {
  const onNode = new Map<PoolNode, number>();
  for (const { node } of pods) if (node) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  const keys = (pod: SimulatedPod): readonly number[] => [
    pod.node === undefined ? 0 : 1,
    pod.readyAt === undefined ? 0 : 1,
    pod.deletionCost,
    pod.node === undefined ? 0 : -(onNode.get(pod.node) ?? 0),
    magnitude(pod.readyAt === undefined ? 0 : now - pod.readyAt),
    pod.tieBreak,
  ];
  return pods
    .map((pod) => ({ pod, keys: keys(pod) }))
    .sort((left, right) => compare(left.keys, right.keys))
    .slice(0, Math.max(count, 0))
    .map(({ pod }) => pod);
}

/** Nanoseconds to a power of two, as `logarithmicRankDiff` compares them. */
function magnitude(seconds: number): number {
  return seconds > 0 ? Math.trunc(Math.log2(seconds * 1e9)) : -1;
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, place) => value !== right[place]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}
