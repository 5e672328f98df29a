import { GPUS, type GpuModel, type GpuType } from "../facts/gpus";
import { type MigSlices, migProfilesOf, sliceMemoryGiB } from "../facts/mig";
import { GPU_TAINT_KEY, LABELS } from "../labels";
import type { GpuSharing, MigSharing, Taint } from "../schema";
import { slicesOf } from "./mig-layout";
import type { ResourceAmounts } from "./node-resources";

/** GPUs of one node, of whatever kind of cluster. */
export interface NodeGpus {
  readonly type: GpuType;
  readonly model: GpuModel;
  /** Cards of the node. */
  readonly count: number;
  readonly sharing: GpuSharing;
  /** Groups of the device files; empty where the runtime opens them. */
  readonly deviceGroups: readonly number[];
}

/** Labels of a node with GPUs. */
export function gpuLabels(gpus: NodeGpus | undefined): Record<string, string> {
  if (gpus === undefined) return {};
  const { type, model, sharing } = gpus;
  const memory = unitMemoryGiB(gpus);
  return {
    [LABELS.gpuEnabled]: "true",
    [LABELS.gpuType]: type,
    [LABELS.gpuModel]: model,
    [LABELS.gpuSharing]: sharing.sharing,
    ...(memory === undefined ? {} : { [LABELS.gpuMemory]: String(Math.floor(memory)) }),
    ...(everyUnitEncodes(gpus) ? { [LABELS.gpuEncoder]: "true" } : {}),
    // Feature discovery sets it after boot; the device plugin's DaemonSet and scaling from zero need it before.
    ...(type === "amd-rocm" ? {} : { [LABELS.nvidiaGpuPresent]: "true" }),
    ...(type === "nvidia" ? { [LABELS.devicePluginConfig]: devicePluginConfigName(sharing) } : {}),
    ...(sharing.sharing === "mig" ? { [LABELS.migStrategy]: sharing.strategy } : {}),
    ...(sharing.sharing === "mig" && sharing.strategy === "single"
      ? { [LABELS.gpuSlice]: sharing.profile }
      : {}),
  };
}

/** Name of the device plugin's configuration for nodes that share their GPUs so. */
export function devicePluginConfigName(sharing: GpuSharing): string {
  switch (sharing.sharing) {
    case "whole":
      return "whole";
    case "time-sliced":
      return `time-sliced-${sharing.replicas}`;
    case "mig":
      return `mig-${sharing.strategy}`;
    default:
      return sharing satisfies never;
  }
}

/** Declared taints of a node, and the GPU taint that follows from its GPUs. */
export function taintsWithGpu(
  declared: readonly Taint[],
  gpus: NodeGpus | undefined,
): readonly Taint[] {
  if (gpus === undefined) return declared;
  const gpuTaint: Taint = { key: GPU_TAINT_KEY, value: gpus.type, effect: "NoSchedule" };
  const others = declared.filter(
    ({ key, effect }) => key !== gpuTaint.key || effect !== gpuTaint.effect,
  );
  return [...others, gpuTaint];
}

/** Extended resources that a node advertises. */
export function gpuResources(gpus: NodeGpus | undefined): ResourceAmounts {
  if (gpus === undefined) return {};
  const { type, count, sharing } = gpus;
  const resource = wholeGpuResource(type);
  switch (sharing.sharing) {
    case "whole":
      return { [resource]: count };
    case "time-sliced":
      return { [resource]: count * sharing.replicas };
    case "mig": {
      const slices = Object.entries(nodeSlices(gpus, sharing));
      return sharing.strategy === "single"
        ? { [resource]: count * slices.reduce((sum, [, each]) => sum + each, 0) }
        : {
            // The zero is written: the autoscaler takes the instance type's GPUs for schedulable otherwise.
            [resource]: 0,
            ...Object.fromEntries(
              slices.map(([profile, each]) => [migResource(profile), each * count]),
            ),
          };
    }
    default:
      return sharing satisfies never;
  }
}

/** Slices of each GPU; validation has made sure that the model can be cut so. */
export function nodeSlices({ model }: NodeGpus, sharing: MigSharing): MigSlices {
  const slices = slicesOf(sharing, model);
  if (slices === undefined) throw new Error(`${model} can't be cut as declared`);
  return slices;
}

/** Memory of one unit of the GPU resource; undefined where slices have resources of their own. */
export function unitMemoryGiB({ model, sharing }: NodeGpus): number | undefined {
  const { memoryGiB } = GPUS[model];
  switch (sharing.sharing) {
    case "whole":
      return memoryGiB;
    case "time-sliced":
      return memoryGiB / sharing.replicas;
    case "mig":
      return sharing.strategy === "single" ? sliceMemoryGiB(sharing.profile) : undefined;
    default:
      return sharing satisfies never;
  }
}

/** Whether a slice of a card encodes video itself. */
export function sliceEncodes(model: GpuModel, profile: string): boolean {
  return (migProfilesOf(model)[profile]?.encoders ?? 0) > 0;
}

/** Under the `mixed` strategy of every profile; each has a resource of its own then. */
function everyUnitEncodes(gpus: NodeGpus): boolean {
  const { model, sharing } = gpus;
  return sharing.sharing === "mig"
    ? Object.keys(nodeSlices(gpus, sharing)).every((profile) => sliceEncodes(model, profile))
    : GPUS[model].encoder;
}

/** Resource of a whole GPU, of a share of one, and of a MIG slice under the `single` strategy. */
export function wholeGpuResource(type: GpuType): string {
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
