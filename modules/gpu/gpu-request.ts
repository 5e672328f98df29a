import { GPU_TAINT_KEY } from "../../environments/labels";
import { type GpuResolution, resolveGpu } from "../../environments/nodes/gpu-resolution";
import type { OwnRequirement } from "../../environments/nodes/node-affinity";
import type { ClusterSpec, GpuEncoder, WorkerSpec } from "../../environments/schema";

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
  /** Required node affinity; empty: none. */
  readonly nodeRequirements: readonly OwnRequirement[];
  readonly tolerations: readonly GpuToleration[];
  /** Groups that own the device files; empty where the runtime opens them. */
  readonly deviceGroups: readonly number[];
  /** Variables that let the container's programs use the GPU. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The scheduling half of a worker's GPU in its environment; undefined for workers
 * without. The node half is environments/nodes/gpu-nodes.ts.
 */
export function gpuRequest(
  { gpu, role, name, encoder }: WorkerSpec,
  cluster: ClusterSpec,
): GpuRequest | undefined {
  if (gpu === undefined) return undefined;
  const resolution = resolveGpu(gpu, role, cluster);
  // Validation refuses it earlier, and says what there is.
  if (resolution === undefined) throw new Error(`no node has the GPU of worker ${name}`);
  const { type, resource, count, nodeSelector, nodeRequirements, nodes } = resolution;
  return {
    resourceName: resource,
    count,
    nodeSelector,
    nodeRequirements,
    tolerations: [{ key: GPU_TAINT_KEY, operator: "Equal", value: type, effect: "NoSchedule" }],
    deviceGroups: [...new Set(nodes.flatMap(({ offer }) => offer.deviceGroups))],
    variables: variables(resolution, encoder),
  };
}

/** The pod may land on any of the nodes: one without encoder among them, and it encodes on the CPU everywhere. */
function variables(
  { type, nodes }: GpuResolution,
  encoder: GpuEncoder | undefined,
): Readonly<Record<string, string>> {
  return {
    ...(encoder === undefined
      ? {}
      : {
          [encoder.variable]: nodes.every(({ offer }) => offer.encoder)
            ? encoder.values[type]
            : encoder.none,
        }),
    // The image names Intel's driver; Mesa's is the one that knows AMD's video engines.
    ...(type === "amd-rocm" ? { LIBVA_DRIVER_NAME: "radeonsi" } : {}),
    // NVIDIA's container runtime gives a pod only `compute,utility` by default, without the video engines.
    ...(type === "nvidia" ? { NVIDIA_DRIVER_CAPABILITIES: "compute,utility,video" } : {}),
  };
}
