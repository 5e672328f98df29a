import type { ClusterSpec, Machine, NodePool } from "../schema";

/** The nodes that a cluster's data declares, and where they stand in an environment. */
export interface DeclaredNodes {
  readonly path: readonly string[];
  readonly pools: readonly NodePool[];
  readonly machines: readonly Machine[];
}

/** Nodes as written down: what a pool promises can only be derived once all of this is right. */
export function declaredNodes(cluster: ClusterSpec): DeclaredNodes {
  switch (cluster.kind) {
    case "eks":
      return { path: ["cluster", "pools"], pools: cluster.pools, machines: [] };
    case "k3s":
      return { path: ["cluster", "machines"], pools: [], machines: cluster.machines };
    case "kubeconfig":
      return { path: ["cluster", "testbed", "pools"], pools: cluster.testbed.pools, machines: [] };
    default:
      return cluster satisfies never;
  }
}
