import { GPU_TAINT_KEY, LABELS } from "../../environments/labels";
import { migResource, wholeGpuResource } from "../../environments/nodes/gpu-nodes";
import type { GpuSpec, WorkerGpu } from "../../environments/schema";

/** Kind of GPU, as the node label and the taint write it. */
type GpuType = GpuSpec["type"];

/** Toleration of a node's GPU taint, as in a pod spec. */
export interface GpuToleration {
  readonly key: string;
  readonly operator: "Equal";
  readonly value: string;
  readonly effect: "NoSchedule";
}

/** What a container and its pod say so that they get a GPU, and only on nodes that have it. */
export interface GpuRequest {
  /** Extended resource, e.g. `nvidia.com/gpu`; request and limit must be equal. */
  readonly resourceName: string;
  /** GPUs or slices of one pod. */
  readonly count: number;
  /** Labels that the node must carry, beside the role's. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly GpuToleration[];
  /** Groups that own the device files; empty where the runtime opens them. */
  readonly deviceGroups: readonly number[];
  /** Variables that let the app's ffmpeg use the GPU. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * `FFMPEG_HWACCEL` in the app's words. NVIDIA's container runtime gives a pod
 * only `compute,utility` by default, without the video encoder.
 */
const VARIABLES: Readonly<Record<GpuType, Readonly<Record<string, string>>>> = {
  nvidia: { FFMPEG_HWACCEL: "nvenc", NVIDIA_DRIVER_CAPABILITIES: "compute,utility,video" },
  "amd-rocm": { FFMPEG_HWACCEL: "rocm" },
  "nvidia-tegra": { FFMPEG_HWACCEL: "nvmpi" },
};

/** The scheduling half of a worker's GPU; the node half is environments/nodes/gpu-nodes.ts. */
export function gpuRequest(gpu: WorkerGpu): GpuRequest {
  return {
    resourceName:
      gpu.type === "nvidia" && gpu.migProfile !== undefined
        ? migResource(gpu.migProfile)
        : wholeGpuResource(gpu.type),
    count: gpu.count,
    nodeSelector: { [LABELS.gpuEnabled]: "true", [LABELS.gpuType]: gpu.type },
    tolerations: [{ key: GPU_TAINT_KEY, operator: "Equal", value: gpu.type, effect: "NoSchedule" }],
    deviceGroups: gpu.type === "amd-rocm" ? gpu.deviceGroups : [],
    variables: VARIABLES[gpu.type],
  };
}
