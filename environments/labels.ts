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
  /** `"true"` on nodes that may run the cgpu proxy. */
  cgpuEnabled: "fluxibri.ai/cgpu-enabled",
  /** MIG layout that mig-parted applies, e.g. `all-2g.10gb`. */
  migConfig: "nvidia.com/mig.config",
  /** MIG strategy of the node: `mixed` or `single`. */
  migStrategy: "nvidia.com/mig.strategy",
  /** Set by NVIDIA's feature discovery after boot; declared here for pools at zero. */
  nvidiaGpuPresent: "nvidia.com/gpu.present",
} as const;

/** Taint key that keeps pods without GPU need off GPU nodes; its value is the GPU type. */
export const GPU_TAINT_KEY = "gpu";

/** Roles that a node pool or a machine can have. */
export const NODE_ROLES = ["web", "cpu-worker", "gpu-worker"] as const;
export type NodeRole = (typeof NODE_ROLES)[number];

/** Label key of a role; a node carries one per role, with the value `"true"`. */
export function roleLabel(role: NodeRole): string {
  return `node-role.fluxibri.ai/${role}`;
}
