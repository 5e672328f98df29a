import type { ClusterSpec } from "../schema";
import { machineContract } from "./machine-contract";
import type { NodeContract } from "./node-contract";
import { poolContract } from "./pool-contract";

/**
 * The nodes that a cluster's data declares. Of a bare kubeconfig these are the
 * testbed's; a real cluster behind it has its own, which only it can tell.
 */
export function clusterNodes(cluster: ClusterSpec): readonly NodeContract[] {
  switch (cluster.kind) {
    case "eks":
      return cluster.pools.map(poolContract);
    case "k3s":
      return cluster.machines.map(machineContract);
    case "kubeconfig":
      return cluster.testbed.pools.map(poolContract);
    default:
      return cluster satisfies never;
  }
}
