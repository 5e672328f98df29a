import {
  type NodeShape,
  type PodNeeds,
  type Refusal,
  refusals,
} from "../../../environments/nodes/placement";
import { groupBy } from "../../../inventory/group-by";
import type { LiveCluster, LiveNode, LivePod } from "../../../inventory/live";
import { podResources, withDefaults } from "../../../rules/capacity/pod-resources";

/** A node, what is left on it, and why it does not accept a pod. */
export interface Candidate {
  readonly node: LiveNode;
  /** The node with what is left of its resources. */
  readonly left: NodeShape;
  readonly refusals: readonly Refusal[];
  /** Ports of the node that the pod wants and another pod has. */
  readonly takenPorts: readonly number[];
}

/** What a pod asks of its node. The API server has filled in the LimitRanges' defaults. */
export function needsOf({ template }: LivePod): PodNeeds {
  const containers = template.containers.map((container) =>
    withDefaults(container, { requests: {}, limits: {} }),
  );
  return {
    nodeSelector: template.nodeSelector,
    tolerations: template.tolerations,
    requests: podResources(containers).requests,
    ...(template.nodeAffinity === undefined ? {} : { nodeAffinity: template.nodeAffinity }),
  };
}

/** Every node as a pod finds it. */
export function candidatesFor(pod: LivePod, live: LiveCluster): readonly Candidate[] {
  const needs = needsOf(pod);
  const wanted = hostPorts(pod);
  return roomsOf(live).map(({ node, left, ports }) => ({
    node,
    left,
    refusals: refusals(left, needs),
    takenPorts: wanted.filter((port) => ports.has(port)),
  }));
}

/** What is left on a node, and which of its ports are taken. */
interface Room {
  readonly node: LiveNode;
  readonly left: NodeShape;
  readonly ports: ReadonlySet<number>;
}

/** The same for every pending pod of a cluster, of which there may be hundreds. */
const rooms = new WeakMap<LiveCluster, readonly Room[]>();

function roomsOf(live: LiveCluster): readonly Room[] {
  const known = rooms.get(live);
  if (known !== undefined) return known;
  const placed = groupBy(live.pods.filter(isRunning), ({ node }) => node);
  const made = live.nodes.map((node) => {
    const pods = placed.get(node.name) ?? [];
    const ports = new Set(pods.flatMap(hostPorts));
    return { node, left: withoutThoseOf(node.shape, pods), ports };
  });
  rooms.set(live, made);
  return made;
}

/** Pods that have ended hold nothing any more. */
function isRunning({ node, phase }: LivePod): boolean {
  return node !== undefined && phase !== "Succeeded" && phase !== "Failed";
}

function withoutThoseOf(shape: NodeShape, pods: readonly LivePod[]): NodeShape {
  const left: Record<string, number> = { ...shape.allocatable };
  for (const pod of pods) {
    for (const [resource, amount] of Object.entries({ ...needsOf(pod).requests, pods: 1 })) {
      left[resource] = (left[resource] ?? 0) - amount;
    }
  }
  return { ...shape, allocatable: left };
}

function hostPorts({ template }: LivePod): readonly number[] {
  return template.containers.flatMap(({ ports }) =>
    ports.flatMap(({ port, hostPort }) => hostPort ?? (template.hostNetwork ? [port] : [])),
  );
}
