import type { ClusterSpec } from "../../../environments/schema";

/** What an image must be built for, so that every node of a cluster can run it. */
export function platformsOf(cluster: ClusterSpec): readonly string[] {
  const architectures = new Set(nodesOf(cluster).map(({ architecture }) => architecture));
  return [...architectures].sort().map((architecture) => `linux/${architecture}`);
}

function nodesOf(cluster: ClusterSpec) {
  switch (cluster.kind) {
    case "k3s":
      return cluster.machines;
    case "eks":
      return cluster.pools;
    case "kubeconfig":
      return cluster.testbed.pools;
    default:
      return cluster satisfies never;
  }
}
