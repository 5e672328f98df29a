import { GPU_TAINT_KEY, roleLabel, type NodeRole } from "../../environments/labels";
import type { OwnRequirement } from "../../environments/nodes/node-affinity";
import type { ClusterSpec, Taint } from "../../environments/schema";
import type { GpuRequest } from "../gpu/gpu-request";

/** What decides on which nodes pods may land. */
export interface Nodes {
  readonly cluster: ClusterSpec;
  /** The fallback `broadTolerations`. */
  readonly broadTolerations: boolean;
}

interface Toleration {
  readonly key: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string;
  readonly effect: Taint["effect"];
}

/** Node selection of a pod. */
export interface Placement {
  readonly nodeSelector?: Record<string, string>;
  readonly affinity?: ReturnType<typeof requiredAffinity>;
  readonly toleration: Toleration[];
}

/** Pods of a role on the nodes of that role; nodes of a bare kubeconfig carry no labels of ours. */
export function placementByRole(nodes: Nodes, role: NodeRole, gpu?: GpuRequest): Placement {
  const roleSelector = nodes.cluster.kind === "kubeconfig" ? {} : { [roleLabel(role)]: "true" };
  const nodeSelector = { ...roleSelector, ...gpu?.nodeSelector };
  return {
    nodeSelector: Object.keys(nodeSelector).length === 0 ? undefined : nodeSelector,
    affinity: requiredAffinity(gpu?.nodeRequirements ?? []),
    toleration: [...(gpu?.tolerations ?? []), ...broadTolerations(nodes)],
  };
}

/** Node affinity with one term; undefined without requirements, as an empty term matches no node. */
function requiredAffinity(requirements: readonly OwnRequirement[]) {
  if (requirements.length === 0) return undefined;
  const matchExpressions = requirements.map(({ key, operator, values = [] }) => ({
    key,
    operator,
    values: [...values],
  }));
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerm: [{ matchExpressions }] },
    },
  };
}

/** A companion service: on k3s the machines that are labelled for it, elsewhere beside the web front. */
export function companionPlacement(nodes: Nodes, machineLabel: string | undefined): Placement {
  return nodes.cluster.kind === "k3s" && machineLabel !== undefined
    ? { nodeSelector: { [machineLabel]: "true" }, toleration: broadTolerations(nodes) }
    : placementByRole(nodes, "web");
}

/**
 * Spreads the replicas over the nodes, and rather has two on one node than one
 * Pending: a hard constraint would leave the last replicas of a small cluster out.
 */
export function spreadOverNodes(labels: Record<string, string>) {
  return {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "ScheduleAnyway" as const,
    labelSelector: [{ matchLabels: labels }],
  };
}

/** Single-node clusters of kubeadm and kind have nothing but such a node. */
const CONTROL_PLANE: Toleration = {
  key: "node-role.kubernetes.io/control-plane",
  operator: "Exists",
  effect: "NoSchedule",
};

/**
 * The fallback tolerates the taints that are known, one by one. `Exists`
 * without a key would tolerate the GPU taint as well, and those that Kubernetes
 * sets on cordoned, full and broken nodes: a drained pod would come back to the
 * node it was drained from.
 */
function broadTolerations({ cluster, broadTolerations }: Nodes): Toleration[] {
  if (!broadTolerations) return [];
  const declared = declaredTaints(cluster)
    .filter((taint) => taint.key !== GPU_TAINT_KEY)
    .map(({ key, value, effect }) => ({ key, operator: "Equal" as const, value, effect }));
  const distinct = new Map(declared.map((taint) => [JSON.stringify(taint), taint]));
  return [CONTROL_PLANE, ...distinct.values()];
}

function declaredTaints(cluster: ClusterSpec): readonly Taint[] {
  switch (cluster.kind) {
    case "eks":
      return cluster.pools.flatMap((pool) => pool.taints);
    case "k3s":
      return cluster.machines.flatMap((machine) => machine.taints);
    case "kubeconfig":
      return [];
    default:
      return cluster satisfies never;
  }
}
