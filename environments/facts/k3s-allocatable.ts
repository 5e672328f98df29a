import { GIB, type NodeSize } from "../nodes/node-resources";
import type { Machine } from "../schema";

/**
 * Pods of one node unless the machine says otherwise.
 * Source: https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ (maxPods)
 */
const MOST_PODS = 110;

/**
 * k3s gives kubelet its own eviction thresholds: 5 % of the disk and, other than
 * kubelet's defaults, no memory. It reserves nothing for kubelet or the system.
 * Source: https://github.com/k3s-io/k3s/blob/main/pkg/daemons/agent/agent.go (defaultKubeletConfig)
 */
const EVICTION_STORAGE_SHARE = 0.05;

/** A k3s node with k3s' defaults, without extended resources. */
export function k3sNode({ vcpu, memoryGiB, diskGiB, pods }: Machine["size"]): NodeSize {
  const storage = diskGiB * GIB;
  const capacity = {
    cpu: vcpu * 1000,
    memory: Math.floor(memoryGiB * GIB),
    "ephemeral-storage": storage,
    pods: pods ?? MOST_PODS,
  };
  return {
    capacity,
    allocatable: {
      ...capacity,
      "ephemeral-storage": storage - Math.ceil(storage * EVICTION_STORAGE_SHARE),
    },
  };
}
