import { GPU_TAINT_KEY, LABELS } from "../labels";
import type { GpuSpec, Taint } from "../schema";
import type { ResourceAmounts } from "./node-resources";

/** Labels of a node with GPUs, whoever owns the node. */
export function gpuLabels(gpu: GpuSpec | undefined): Record<string, string> {
  if (gpu === undefined) return {};
  return {
    [LABELS.gpuEnabled]: "true",
    [LABELS.gpuType]: gpu.type,
    // Feature discovery sets it after boot; the device plugin's DaemonSet and scaling from zero need it before.
    ...(gpu.type === "amd-rocm" ? {} : { [LABELS.nvidiaGpuPresent]: "true" }),
    ...(gpu.sharing === "mig" ? { [LABELS.migStrategy]: gpu.strategy } : {}),
  };
}

/** Declared taints of a node, and the GPU taint that follows from its GPUs. */
export function taintsWithGpu(
  declared: readonly Taint[],
  gpu: GpuSpec | undefined,
): readonly Taint[] {
  if (gpu === undefined) return declared;
  const gpuTaint: Taint = { key: GPU_TAINT_KEY, value: gpu.type, effect: "NoSchedule" };
  const others = declared.filter(
    ({ key, effect }) => key !== gpuTaint.key || effect !== gpuTaint.effect,
  );
  return [...others, gpuTaint];
}

/**
 * Extended resources that a node advertises.
 *
 * @param count GPUs of the node, or MIG slices if they are shared that way
 */
export function gpuResources(gpu: GpuSpec, count: number): ResourceAmounts {
  // Mixed MIG advertises the slices by name and no whole GPU; the zero is said aloud so
  // that the autoscaler doesn't take the instance type's GPUs for schedulable.
  return gpu.sharing === "mig" && gpu.strategy === "mixed"
    ? { [wholeGpuResource(gpu.type)]: 0, [migResource(gpu.profile)]: count }
    : { [wholeGpuResource(gpu.type)]: count };
}

/** Resource of a whole GPU, and of a MIG slice under the `single` strategy. */
export function wholeGpuResource(type: GpuSpec["type"]): string {
  switch (type) {
    case "nvidia":
    case "nvidia-tegra":
      return "nvidia.com/gpu";
    case "amd-rocm":
      return "amd.com/gpu";
    default:
      return type satisfies never;
  }
}

/** Resource of a MIG slice under the `mixed` strategy. */
export function migResource(profile: string): string {
  return `nvidia.com/mig-${profile}`;
}
