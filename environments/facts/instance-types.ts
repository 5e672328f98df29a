/** GPUs that an EC2 instance type has. */
export interface InstanceGpu {
  readonly model: GpuModel;
  /** GPUs of one instance. */
  readonly count: number;
}
export type GpuModel = "T4" | "A10G" | "L4" | "A100-40" | "A100-80" | "H100-80";

/** Size of an EC2 instance type. */
export interface InstanceType {
  readonly vcpu: number;
  readonly memoryGiB: number;
  /**
   * Graviton types are `arm64`.
   *
   * @default amd64
   */
  readonly architecture?: "arm64";
  readonly gpu?: InstanceGpu;
}

/**
 * Instance types that the pools may use.
 * Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ (general
 * purpose, compute optimized, accelerated computing).
 */
export const INSTANCE_TYPES: Readonly<Record<string, InstanceType>> = {
  "m6i.large": { vcpu: 2, memoryGiB: 8 },
  "m7i.large": { vcpu: 2, memoryGiB: 8 },
  "m6i.xlarge": { vcpu: 4, memoryGiB: 16 },
  "m7i.xlarge": { vcpu: 4, memoryGiB: 16 },
  "c6i.2xlarge": { vcpu: 8, memoryGiB: 16 },
  "c7i.2xlarge": { vcpu: 8, memoryGiB: 16 },
  "c6i.4xlarge": { vcpu: 16, memoryGiB: 32 },
  "c7i.4xlarge": { vcpu: 16, memoryGiB: 32 },
  "c6i.8xlarge": { vcpu: 32, memoryGiB: 64 },
  "c7i.8xlarge": { vcpu: 32, memoryGiB: 64 },
  "c7g.4xlarge": { vcpu: 16, memoryGiB: 32, architecture: "arm64" },
  "g4dn.xlarge": { vcpu: 4, memoryGiB: 16, gpu: { model: "T4", count: 1 } },
  "g4dn.4xlarge": { vcpu: 16, memoryGiB: 64, gpu: { model: "T4", count: 1 } },
  "g5.xlarge": { vcpu: 4, memoryGiB: 16, gpu: { model: "A10G", count: 1 } },
  "g5.4xlarge": { vcpu: 16, memoryGiB: 64, gpu: { model: "A10G", count: 1 } },
  "g6.xlarge": { vcpu: 4, memoryGiB: 16, gpu: { model: "L4", count: 1 } },
  "g6.2xlarge": { vcpu: 8, memoryGiB: 32, gpu: { model: "L4", count: 1 } },
  "g6.4xlarge": { vcpu: 16, memoryGiB: 64, gpu: { model: "L4", count: 1 } },
  "p4d.24xlarge": { vcpu: 96, memoryGiB: 1152, gpu: { model: "A100-40", count: 8 } },
  "p4de.24xlarge": { vcpu: 96, memoryGiB: 1152, gpu: { model: "A100-80", count: 8 } },
  "p5.48xlarge": { vcpu: 192, memoryGiB: 2048, gpu: { model: "H100-80", count: 8 } },
};

/** Architecture of an instance type; undefined for unknown types. */
export function architectureOf(instanceType: string): "amd64" | "arm64" | undefined {
  const known = INSTANCE_TYPES[instanceType];
  return known === undefined ? undefined : (known.architecture ?? "amd64");
}

/** GPU of an instance type; absent for types without one and for unknown types. */
export function gpuOf(instanceType: string): InstanceGpu | undefined {
  return INSTANCE_TYPES[instanceType]?.gpu;
}
