/**
 * Label keys that environments, node pools and workloads agree on. Pods select
 * nodes only by these, so that a workload is written once for EKS and k3s.
 */
export const LABELS = {
  /** Name of the node pool (EKS) that a node belongs to. */
  pool: "fluxibri.ai/pool",
  /** `"true"` on the one node that holds the in-cluster registry's volume. */
  registryHost: "fluxibri.ai/registry-host",
  /** `"true"` on nodes with a GPU that the GPU workers may use. */
  gpuEnabled: "fluxibri.ai/gpu-enabled",
  /** Kind of GPU: `nvidia`, `amd-rocm`, `nvidia-tegra`. */
  gpuType: "fluxibri.ai/gpu-type",
  /** Model of the GPUs as environments/facts/gpus.ts writes it, e.g. `L4`. */
  gpuModel: "fluxibri.ai/gpu-model",
  /** How the GPUs are shared: `whole`, `time-sliced`, `mig`. */
  gpuSharing: "fluxibri.ai/gpu-sharing",
  /**
   * Whole GiB of memory that one unit of the GPU resource has: of the card, of a
   * slice, or a pod's share of a time-sliced card. Not on nodes whose slices have
   * resources of their own.
   */
  gpuMemory: "fluxibri.ai/gpu-memory-gib",
  /** `"true"` on nodes where every unit of the GPU resource encodes video itself. */
  gpuEncoder: "fluxibri.ai/gpu-encoder",
  /** Profile of the slices where they are advertised as GPUs, e.g. `2g.10gb`. */
  gpuSlice: "fluxibri.ai/gpu-slice",
  /** MIG layout that mig-parted applies, e.g. `all-2g.10gb`. */
  migConfig: "nvidia.com/mig.config",
  /** MIG strategy of the node: `mixed` or `single`. */
  migStrategy: "nvidia.com/mig.strategy",
  /** Which of its named configurations NVIDIA's device plugin uses on the node. */
  devicePluginConfig: "nvidia.com/device-plugin.config",
  /** Set by NVIDIA's feature discovery after boot; declared here for pools at zero. */
  nvidiaGpuPresent: "nvidia.com/gpu.present",
} as const;

/** Taint key that keeps pods without GPU need off GPU nodes; its value is the GPU type. */
export const GPU_TAINT_KEY = "gpu";

/**
 * Taint of a node until its MIG slices are advertised; see docs/adr/0009. Not below
 * `startup-taint.cluster-autoscaler.kubernetes.io/`, which the autoscaler knows of
 * itself: managed node groups refuse taints with `kubernetes.io/` in their key.
 * https://github.com/aws/containers-roadmap/issues/1451
 */
export const STARTUP_TAINT_KEY = "fluxibri.ai/mig-slices-pending";

/** Roles that a node pool or a machine can have. */
export const NODE_ROLES = ["web", "cpu-worker", "gpu-worker"] as const;
export type NodeRole = (typeof NODE_ROLES)[number];

/** Label key of a role; a node carries one per role, with the value `"true"`. */
export function roleLabel(role: NodeRole): string {
  return `node-role.fluxibri.ai/${role}`;
}
