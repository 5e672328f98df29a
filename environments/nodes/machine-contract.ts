import { k3sNode } from "../facts/k3s-allocatable";
import { LABELS, roleLabel } from "../labels";
import type { Machine } from "../schema";
import { gpuLabels, gpuResources, taintsWithGpu } from "./gpu-nodes";
import type { NodeContract } from "./node-contract";

/**
 * What a declared machine promises. Its `gpu.count` is what the device plugin
 * advertises: GPUs, or with MIG the slices of the node.
 */
export function machineContract(machine: Machine): NodeContract {
  const { capacity, allocatable } = k3sNode(machine.size);
  const extended = machine.gpu === undefined ? {} : gpuResources(machine.gpu, machine.gpu.count);
  return {
    name: machine.name,
    architecture: machine.architecture,
    count: { min: 1, max: 1 },
    labels: {
      ...machine.labels,
      ...Object.fromEntries(machine.roles.map((role) => [roleLabel(role), "true"])),
      ...(machine.registryHost ? { [LABELS.registryHost]: "true" } : {}),
      ...(machine.cgpu ? { [LABELS.cgpuEnabled]: "true" } : {}),
      ...gpuLabels(machine.gpu),
      // For mig-parted's manager; a machine is always there, so there is no race to partition it.
      ...(machine.gpu?.sharing === "mig"
        ? { [LABELS.migConfig]: `all-${machine.gpu.profile}` }
        : {}),
    },
    taints: taintsWithGpu(machine.taints, machine.gpu),
    capacity: { ...capacity, ...extended },
    allocatable: { ...allocatable, ...extended },
  };
}
