import type { V1Node, V1Taint } from "@kubernetes/client-node";
import { LABELS } from "../environments/labels";
import type { NodeContract } from "../environments/nodes/node-contract";
import { type NodeResources, quantityOf } from "../environments/nodes/node-resources";

/** Name of the n-th node of a pool, counted from 1. */
export function nodeName(pool: NodeContract, index: number): string {
  return `${pool.name}-${index}`;
}

/**
 * A node of a pool, as its kubelet would register it.
 *
 * @param release of the kubelet, e.g. `1.35.4`
 */
export function nodeOf(pool: NodeContract, index: number, release: string): V1Node {
  const name = nodeName(pool, index);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/arch": pool.architecture,
        "kubernetes.io/os": "linux",
        ...pool.labels,
        // Machines of k3s have no pool of their own, but a testbed must know whose node it is.
        [LABELS.pool]: pool.name,
      },
    },
    spec: { taints: pool.taints.map((taint): V1Taint => ({ ...taint })) },
    status: {
      capacity: quantities(pool.capacity),
      allocatable: quantities(pool.allocatable),
      nodeInfo: {
        architecture: pool.architecture,
        operatingSystem: "linux",
        kubeletVersion: `v${release}`,
        bootID: "",
        containerRuntimeVersion: "simulated",
        kernelVersion: "simulated",
        kubeProxyVersion: "",
        machineID: "",
        osImage: "simulated",
        systemUUID: "",
      },
    },
  };
}

function quantities(resources: NodeResources): Record<string, string> {
  return Object.fromEntries(
    Object.entries(resources).map(([name, amount]) => [name, quantityOf(name, amount)]),
  );
}
