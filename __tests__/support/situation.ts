import { GIB, MIB } from "../../environments/nodes/node-resources";
import type { NodeShape } from "../../environments/nodes/placement";
import type { PodDemand, Pool, Situation } from "../../rules/capacity/situation";

/** A node of 4 CPUs and 8 GiB for pods. */
export const NODE: NodeShape = {
  name: "node",
  architecture: "amd64",
  labels: {},
  taints: [],
  allocatable: { cpu: 4000, memory: 8 * GIB, pods: 20 },
};

/** Nodes that are alike, of a cluster. */
export function nodes(name: string, count: number, change: Partial<NodeShape> = {}): Pool {
  return {
    name,
    node: { ...NODE, name, ...change },
    min: count,
    max: count,
    source: { kind: "nodes" },
  };
}

/** One pod of a Deployment, of 500m and 512 MiB, changed. */
export function pods(
  name: string,
  change: Partial<PodDemand> & { readonly requests?: Readonly<Record<string, number>> } = {},
): PodDemand {
  const { requests = { cpu: 500, memory: 512 * MIB }, ...rest } = change;
  return {
    owner: {
      kind: "Deployment",
      namespace: "montage-ai",
      name,
      place: { kind: "cluster", context: "test" },
    },
    name: `Deployment montage-ai/${name}`,
    origin: "workload",
    namespace: "montage-ai",
    labels: { app: name },
    everyNode: false,
    count: 1,
    countUnknown: false,
    autoscaler: undefined,
    place: {},
    resources: { requests, limits: {} },
    containers: [],
    antiAffinity: [],
    hardSpread: [],
    nodeVolumes: [],
    rolloutAdds: 0,
    finishing: 0,
    ...rest,
  };
}

/** Required anti-affinity over hostnames to pods with this label. */
export function awayFrom(app: string): PodDemand["antiAffinity"] {
  return [
    {
      topologyKey: "kubernetes.io/hostname",
      selector: { matchLabels: { app }, matchExpressions: [] },
      namespaces: [],
    },
  ];
}

export function situation(
  pools: readonly Pool[],
  demands: readonly PodDemand[],
  quotas: Situation["quotas"] = [],
): Situation {
  return { pools, demands, quotas };
}
