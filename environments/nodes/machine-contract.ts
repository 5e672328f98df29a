import { k3sNode } from "../facts/k3s-allocatable";
import { LABELS, roleLabel } from "../labels";
import type { Machine } from "../schema";
import { gpuLabels, type NodeGpus, gpuResources, taintsWithGpu } from "./gpu-nodes";
import { layoutName } from "./mig-layout";
import type { NodeContract } from "./node-contract";

/** What a declared machine promises. */
export function machineContract(machine: Machine): NodeContract {
  const { capacity, allocatable } = k3sNode(machine.size);
  const gpus = machineGpus(machine);
  const extended = gpuResources(gpus);
  return {
    name: machine.name,
    architecture: machine.architecture,
    count: { min: 1, max: 1 },
    labels: {
      ...machine.labels,
      ...Object.fromEntries(machine.roles.map((role) => [roleLabel(role), "true"])),
      ...(machine.registryHost ? { [LABELS.registryHost]: "true" } : {}),
      ...gpuLabels(gpus),
      // For mig-parted's manager; a machine is always there, so there is no race to partition it.
      ...(gpus?.sharing.sharing === "mig" ? { [LABELS.migConfig]: layoutName(gpus.sharing) } : {}),
    },
    taints: taintsWithGpu(machine.taints, gpus),
    startupTaints: [],
    capacity: { ...capacity, ...extended },
    allocatable: { ...allocatable, ...extended },
  };
}

/** GPUs of a machine; undefined if it has none. */
export function machineGpus({ gpu }: Machine): NodeGpus | undefined {
  if (gpu === undefined) return undefined;
  const { type, model, count } = gpu;
  return {
    type,
    model,
    count,
    sharing: gpu,
    deviceGroups: gpu.type === "amd-rocm" ? gpu.deviceGroups : [],
  };
}
