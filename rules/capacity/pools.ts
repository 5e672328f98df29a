import { clusterNodes } from "../../environments/nodes/cluster-nodes";
import { declaredNodes } from "../../environments/relations/declared-nodes";
import type { EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import type { Inventory } from "../../inventory/model";
import { alikeNodes, keysAskedFor } from "./packing/alike-nodes";
import type { Pool, PodDemand, PoolSource } from "./situation";

/**
 * Nodes at their maximum: of EKS what the autoscaler may make; of other clusters
 * those that the inventory found, and where it is not a cluster's, those declared.
 * Without an environment the nodes found, as they are.
 */
export function poolsOf(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
  demands: readonly PodDemand[],
): readonly Pool[] {
  const found = inventory.nodes.length > 0 && spec?.cluster.kind !== "eks";
  return spec === undefined || found ? foundPools(inventory, demands) : declaredPools(spec);
}

function foundPools({ nodes }: Inventory, demands: readonly PodDemand[]): readonly Pool[] {
  const ready = nodes.filter((node) => node.ready);
  const groups = alikeNodes(ready, keysAskedFor(demands.map(({ place }) => place)));
  return groups.map(({ node, all }) => ({
    name: node.name,
    node,
    min: all.length,
    max: all.length,
    source: { kind: "nodes" },
  }));
}

function declaredPools(spec: EnvironmentSpec): readonly Pool[] {
  const { path, pools, machines } = declaredNodes(spec.cluster);
  const sources: readonly PoolSource[] = [
    ...pools.map(
      (pool, index) => ({ kind: "pool", pool, path: `${path.join(".")}[${index}]` }) as const,
    ),
    ...machines.map(
      (machine, index) =>
        ({ kind: "machine", machine, path: `${path.join(".")}[${index}]` }) as const,
    ),
  ];
  return clusterNodes(spec.cluster).flatMap((node, index): readonly Pool[] => {
    const source = sources[index];
    if (source === undefined) return [];
    const { min, max } = grows(spec) ? node.count : sizeNow(source);
    return [{ name: node.name, node, min, max, source }];
  });
}

/** Without an autoscaler a node group keeps the size that it was made with. */
function grows(spec: EnvironmentSpec): boolean {
  return spec.cluster.kind !== "eks" || installs(spec, "cluster-autoscaler");
}

function sizeNow(source: PoolSource): Pick<Pool, "min" | "max"> {
  const size = source.kind === "pool" ? source.pool.desired : 1;
  return { min: size, max: size };
}
