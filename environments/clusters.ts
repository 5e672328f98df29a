import { fileOfValue } from "./environment-file";
import type { ConfigurationIssue } from "./errors";
import type { ClusterSpec, EnvironmentSpec } from "./schema";

/** Environments that name the cluster of one before them: each would change what the other made. */
export function clusterClashes(specs: readonly EnvironmentSpec[]): readonly ConfigurationIssue[] {
  return specs.flatMap((spec, index) => {
    const { key, value, identity } = named(spec.cluster);
    const other = specs
      .slice(0, index)
      .find(({ cluster }) => identity !== undefined && named(cluster).identity === identity);
    if (other === undefined) return [];
    return [
      {
        file: fileOfValue(spec.name, ["cluster", key], value),
        path: `cluster.${key}`,
        value,
        message: `${other.name} has the same cluster: each would change what the other made`,
        fix: "name a cluster of its own",
      },
    ];
  });
}

/** What tells a cluster from others; the kubeconfig of the caller names none. */
function named(cluster: ClusterSpec) {
  switch (cluster.kind) {
    case "eks": {
      const { kind, region, name } = cluster;
      return { key: "name", value: name, identity: JSON.stringify([kind, region, name]) };
    }
    case "k3s": {
      const { kind, kubeconfigPath, context } = cluster;
      return {
        key: "context",
        value: context,
        identity: JSON.stringify([kind, kubeconfigPath, context]),
      };
    }
    case "kubeconfig":
      return { key: "context", value: cluster.context, identity: undefined };
    default:
      return cluster satisfies never;
  }
}
