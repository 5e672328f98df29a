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
  /** Nominal memory; a node reports less. */
  readonly memoryGiB: number;
  /** Network interfaces of the default network card. */
  readonly enis: number;
  /** IPv4 addresses of one network interface. */
  readonly ipsPerEni: number;
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
 * Sources: https://docs.aws.amazon.com/ec2/latest/instancetypes/ (general
 * purpose, compute optimized, accelerated computing); interfaces and addresses:
 * https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/instance-info.jsonl
 */
export const INSTANCE_TYPES: Readonly<Record<string, InstanceType>> = {
  "m6i.large": { vcpu: 2, memoryGiB: 8, enis: 3, ipsPerEni: 10 },
  "m7i.large": { vcpu: 2, memoryGiB: 8, enis: 3, ipsPerEni: 10 },
  "m6i.xlarge": { vcpu: 4, memoryGiB: 16, enis: 4, ipsPerEni: 15 },
  "m7i.xlarge": { vcpu: 4, memoryGiB: 16, enis: 4, ipsPerEni: 15 },
  "m7i.2xlarge": { vcpu: 8, memoryGiB: 32, enis: 4, ipsPerEni: 15 },
  "c6i.2xlarge": { vcpu: 8, memoryGiB: 16, enis: 4, ipsPerEni: 15 },
  "c7i.2xlarge": { vcpu: 8, memoryGiB: 16, enis: 4, ipsPerEni: 15 },
  "c6i.4xlarge": { vcpu: 16, memoryGiB: 32, enis: 8, ipsPerEni: 30 },
  "c7i.4xlarge": { vcpu: 16, memoryGiB: 32, enis: 8, ipsPerEni: 30 },
  "c6i.8xlarge": { vcpu: 32, memoryGiB: 64, enis: 8, ipsPerEni: 30 },
  "c7i.8xlarge": { vcpu: 32, memoryGiB: 64, enis: 8, ipsPerEni: 30 },
  "c7g.4xlarge": { vcpu: 16, memoryGiB: 32, enis: 8, ipsPerEni: 30, architecture: "arm64" },
  "g4dn.xlarge": { vcpu: 4, memoryGiB: 16, enis: 3, ipsPerEni: 10, gpu: { model: "T4", count: 1 } },
  "g4dn.4xlarge": {
    vcpu: 16,
    memoryGiB: 64,
    enis: 3,
    ipsPerEni: 10,
    gpu: { model: "T4", count: 1 },
  },
  "g5.xlarge": { vcpu: 4, memoryGiB: 16, enis: 4, ipsPerEni: 15, gpu: { model: "A10G", count: 1 } },
  "g5.4xlarge": {
    vcpu: 16,
    memoryGiB: 64,
    enis: 8,
    ipsPerEni: 30,
    gpu: { model: "A10G", count: 1 },
  },
  "g6.xlarge": { vcpu: 4, memoryGiB: 16, enis: 4, ipsPerEni: 15, gpu: { model: "L4", count: 1 } },
  "g6.2xlarge": { vcpu: 8, memoryGiB: 32, enis: 4, ipsPerEni: 15, gpu: { model: "L4", count: 1 } },
  "g6.4xlarge": { vcpu: 16, memoryGiB: 64, enis: 8, ipsPerEni: 30, gpu: { model: "L4", count: 1 } },
  "p4d.24xlarge": {
    vcpu: 96,
    memoryGiB: 1152,
    enis: 15,
    ipsPerEni: 50,
    gpu: { model: "A100-40", count: 8 },
  },
  "p4de.24xlarge": {
    vcpu: 96,
    memoryGiB: 1152,
    enis: 15,
    ipsPerEni: 50,
    gpu: { model: "A100-80", count: 8 },
  },
  "p5.48xlarge": {
    vcpu: 192,
    memoryGiB: 2048,
    enis: 2,
    ipsPerEni: 50,
    gpu: { model: "H100-80", count: 8 },
  },
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
