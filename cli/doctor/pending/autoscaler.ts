import { clusterNodes } from "../../../environments/nodes/cluster-nodes";
import { describeRefusal } from "../../../environments/nodes/describe-refusal";
import type { NodeContract } from "../../../environments/nodes/node-contract";
import { type PodNeeds, refusals } from "../../../environments/nodes/placement";
import type { LiveNode, LivePod } from "../../../inventory/live";
import { eventsOf, type Examination, isSame } from "../examination";

/** A boot takes minutes. https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md (max-node-provision-time is 15 min) */
const BOOTING_MS = 15 * 60_000;

/** What the node autoscaler can do for a pod. */
export interface NodesToCome {
  /** A node was asked for and may still boot. */
  readonly onTheWay: boolean;
  /** Some pool would accept the pod. */
  readonly accepted: boolean;
  /** In words; empty: nothing is known of an autoscaler. */
  readonly text: string;
  readonly evidence: readonly string[];
}

export function nodesToCome(pod: LivePod, needs: PodNeeds, examination: Examination): NodesToCome {
  const { live, now } = examination;
  const onTheWay = live.events.some(
    ({ about, reason, last }) =>
      reason === "TriggeredScaleUp" &&
      isSame(about, pod) &&
      last !== undefined &&
      now - last < BOOTING_MS,
  );
  const pools = growingPools(examination);
  const accepting = pools.filter((pool) => refusals(pool, needs).length === 0);
  const text = onTheWay
    ? "a node is on its way"
    : describePools(pools, accepting, needs, live.nodes);
  return {
    onTheWay,
    accepted: accepting.length > 0,
    text,
    evidence: eventsOf(examination, pod, /^(NotTriggerScaleUp|TriggeredScaleUp)$/).slice(0, 1),
  };
}

/** Pools of the data that grow; those of a bare kubeconfig only where its cluster has nodes of them. */
function growingPools({ spec, live }: Examination): readonly NodeContract[] {
  if (spec === undefined) return [];
  const pools = clusterNodes(spec.cluster);
  const applies =
    spec.cluster.kind === "eks" || pools.some((pool) => nodesOf(pool, live.nodes).length > 0);
  return applies ? pools.filter(({ count }) => count.max > count.min) : [];
}

function describePools(
  pools: readonly NodeContract[],
  accepting: readonly NodeContract[],
  needs: PodNeeds,
  nodes: readonly LiveNode[],
): string {
  if (pools.length === 0) return "";
  if (accepting.length === 0) {
    const why = pools.map(
      (pool) => `${pool.name}: ${refusals(pool, needs).map(describeRefusal).join(", ")}`,
    );
    return `the node autoscaler cannot help, no pool accepts it (${why.join("; ")})`;
  }
  const free = accepting.find((pool) => nodesOf(pool, nodes).length < pool.count.max);
  if (free !== undefined) {
    return `pool ${free.name} has ${nodesOf(free, nodes).length} of ${free.count.max} nodes and accepts it: a node should come`;
  }
  const full = accepting.map(({ name, count }) => `${name} (${count.max})`).join(", ");
  return `the node autoscaler cannot help, pools are at their maximum: ${full}`;
}

/** The nodes that have all labels of a pool. */
function nodesOf({ labels }: NodeContract, nodes: readonly LiveNode[]): readonly LiveNode[] {
  return nodes.filter(({ shape }) =>
    Object.entries(labels).every(([key, value]) => shape.labels[key] === value),
  );
}
