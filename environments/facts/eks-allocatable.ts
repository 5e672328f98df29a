import { GIB, MIB, type NodeSize } from "../nodes/node-resources";
import type { InstanceType } from "./instance-type";

/**
 * Part of an instance's nominal memory that kernel and hypervisor may keep for
 * themselves, so that the node reports less. AWS publishes no figure; this is
 * the one that AWS' own Karpenter plans with for types it has not yet seen.
 * Source: https://karpenter.sh/docs/reference/settings/ (VM_MEMORY_OVERHEAD_PERCENT)
 */
const VM_MEMORY_OVERHEAD = 0.075;

/**
 * Memory that Graviton's kernel reserves for contiguous allocations, MiB.
 * Source: https://github.com/aws/karpenter-provider-aws/blob/main/pkg/providers/instancetype/types.go (memory)
 */
const GRAVITON_CMA_MIB = 64;

/**
 * CPU that kubelet keeps: a share of each range of millicores, in 1/10000.
 * Source: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go (getCPUMillicoresToReserve)
 */
const KUBE_RESERVED_CPU = [
  { from: 0, to: 1000, share: 600 },
  { from: 1000, to: 2000, share: 100 },
  { from: 2000, to: 4000, share: 50 },
  { from: 4000, to: Infinity, share: 25 },
] as const;

/**
 * What else kubelet keeps on Amazon Linux 2023. Memory: 255 MiB, and 11 MiB for
 * each pod that the network interfaces allow.
 * Source: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 * (withDefaultReservedResources, EvictionHard), the same for every Kubernetes: read at 81fec2e of 2026-07-23, after
 * release 20260714
 */
const KUBE_RESERVED = { memoryMiB: 255, memoryMiBPerPod: 11, storageGiB: 1 } as const;
const EVICTION = { memoryMiB: 100, storageShare: 0.1 } as const;

/**
 * Managed node groups without an AMI of their own get at most so many pods,
 * whatever the interfaces allow.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence
 */
const MOST_PODS = { upTo30Vcpus: 110, above: 250 } as const;

/**
 * A node of an EKS managed node group on Amazon Linux 2023, without extended
 * resources. The root volume counts whole, its file system's own use not deducted.
 */
export function eksNode(type: InstanceType, diskGiB: number): NodeSize {
  const cpu = type.vcpu * 1000;
  const memory = reportedMemoryMiB(type);
  const storage = diskGiB * GIB;
  const pods = Math.min(
    interfacePods(type),
    type.vcpu > 30 ? MOST_PODS.above : MOST_PODS.upTo30Vcpus,
  );
  return {
    capacity: { cpu, memory: memory * MIB, "ephemeral-storage": storage, pods },
    allocatable: {
      cpu: cpu - reservedCpu(cpu),
      memory: (memory - reservedMemoryMiB(type) - EVICTION.memoryMiB) * MIB,
      "ephemeral-storage":
        storage - Math.ceil(storage * EVICTION.storageShare) - KUBE_RESERVED.storageGiB * GIB,
      pods,
    },
  };
}

function reportedMemoryMiB({ memoryGiB, architecture }: InstanceType): number {
  const nominal = memoryGiB * 1024 - (architecture === "arm64" ? GRAVITON_CMA_MIB : 0);
  return nominal - Math.ceil(nominal * VM_MEMORY_OVERHEAD);
}

/**
 * Pods for which the default network card's interfaces have addresses: the
 * first of each interface is its own, and two pods use the host's network.
 * Source: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni_max_pods.go
 */
function interfacePods({ enis, ipsPerEni }: InstanceType): number {
  return enis * (ipsPerEni - 1) + 2;
}

function reservedCpu(millicores: number): number {
  return KUBE_RESERVED_CPU.filter(({ from }) => millicores > from).reduce(
    (sum, { from, to, share }) =>
      sum + Math.floor(((Math.min(millicores, to) - from) * share) / 10_000),
    0,
  );
}

/** nodeadm counts the pods that the interfaces allow; the node group's cap does not make it less. */
function reservedMemoryMiB(type: InstanceType): number {
  return KUBE_RESERVED.memoryMiB + KUBE_RESERVED.memoryMiBPerPod * interfacePods(type);
}
