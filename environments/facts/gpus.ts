/** Kinds of GPU, as the node label, the GPU taint and the app write them. */
export const GPU_TYPES = ["nvidia", "amd-rocm", "nvidia-tegra"] as const;
export type GpuType = (typeof GPU_TYPES)[number];

/** NVIDIA cards: those of the EC2 types in instance-types.ts, and the same cards in own machines. */
export const NVIDIA_MODELS = [
  "T4",
  "A10G",
  "L4",
  "L40S",
  "RTX-PRO-4500",
  "RTX-PRO-5000",
  "RTX-PRO-6000",
  "A30",
  "A100-40",
  "A100-80",
  "H100-80",
  "H200",
  "B200",
  "B300",
] as const;

/** AMD cards that ROCm supports. Source: https://rocm.docs.amd.com/projects/install-on-linux/en/latest/reference/system-requirements.html */
export const AMD_MODELS = ["RX-7800-XT", "RX-7900-XT", "RX-7900-XTX", "PRO-W7900"] as const;

/** Jetson modules; their GPU shares the module's memory with its CPU. */
export const JETSON_MODELS = ["Orin-NX-16", "AGX-Orin-32", "AGX-Orin-64"] as const;

export type GpuModel =
  (typeof NVIDIA_MODELS)[number] | (typeof AMD_MODELS)[number] | (typeof JETSON_MODELS)[number];

/** What a workload has to know of a GPU. */
export interface Gpu {
  /** Memory as sold; drivers report a little less. */
  readonly memoryGiB: number;
  /** Encodes video itself. NVIDIA's computing cards do not: they decode only. */
  readonly encoder: boolean;
}

/**
 * Memory by model. NVIDIA: https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html (accelerator
 * specifications), AMD: https://www.amd.com/en/products/specifications/graphics.html, Jetson:
 * https://developer.nvidia.com/embedded/jetson-modules. Encoders:
 * https://developer.nvidia.com/video-encode-decode-support-matrix; RTX PRO, A30, H200 and B200 also
 * https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-gpus.html and supported-mig-profiles.html
 * (read 2026-11-28). B300: what the driver reports, as EC2 tells it of p6-b300.
 */
export const GPUS: Readonly<Record<GpuModel, Gpu>> = {
  T4: { memoryGiB: 16, encoder: true },
  A10G: { memoryGiB: 24, encoder: true },
  L4: { memoryGiB: 24, encoder: true },
  L40S: { memoryGiB: 48, encoder: true },
  "RTX-PRO-4500": { memoryGiB: 32, encoder: true },
  "RTX-PRO-5000": { memoryGiB: 48, encoder: true },
  "RTX-PRO-6000": { memoryGiB: 96, encoder: true },
  A30: { memoryGiB: 24, encoder: false },
  "A100-40": { memoryGiB: 40, encoder: false },
  "A100-80": { memoryGiB: 80, encoder: false },
  "H100-80": { memoryGiB: 80, encoder: false },
  H200: { memoryGiB: 141, encoder: false },
  B200: { memoryGiB: 180, encoder: false },
  B300: { memoryGiB: 268, encoder: false },
  "RX-7800-XT": { memoryGiB: 16, encoder: true },
  "RX-7900-XT": { memoryGiB: 20, encoder: true },
  "RX-7900-XTX": { memoryGiB: 24, encoder: true },
  "PRO-W7900": { memoryGiB: 48, encoder: true },
  "Orin-NX-16": { memoryGiB: 16, encoder: true },
  "AGX-Orin-32": { memoryGiB: 32, encoder: true },
  "AGX-Orin-64": { memoryGiB: 64, encoder: true },
};
