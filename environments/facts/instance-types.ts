import type { NVIDIA_MODELS } from "./gpus";

/** GPUs that an EC2 instance type has. */
export interface InstanceGpu {
  readonly model: (typeof NVIDIA_MODELS)[number];
  /** GPUs of one instance. */
  readonly count: number;
}

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
  /**
   * On demand, Linux, us-east-1, US dollars an hour. Other regions ask for more,
   * in about the same proportions: good for an order, not for a bill.
   */
  readonly hourlyUsd: number;
}

/**
 * Instance types that the pools may use.
 * Sources: https://docs.aws.amazon.com/ec2/latest/instancetypes/ (general
 * purpose, compute optimized, accelerated computing); interfaces and addresses:
 * https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/instance-info.jsonl; prices of
 * 2026-01-19: https://github.com/aws/karpenter-provider-aws/blob/031e72b6/pkg/providers/pricing/zz_generated.pricing_aws.go
 */
export const INSTANCE_TYPES: Readonly<Record<string, InstanceType>> = {
  "m6i.large": { vcpu: 2, memoryGiB: 8, enis: 3, ipsPerEni: 10, hourlyUsd: 0.096 },
  "m7i.large": { vcpu: 2, memoryGiB: 8, enis: 3, ipsPerEni: 10, hourlyUsd: 0.1008 },
  "m6i.xlarge": { vcpu: 4, memoryGiB: 16, enis: 4, ipsPerEni: 15, hourlyUsd: 0.192 },
  "m7i.xlarge": { vcpu: 4, memoryGiB: 16, enis: 4, ipsPerEni: 15, hourlyUsd: 0.2016 },
  "m7i.2xlarge": { vcpu: 8, memoryGiB: 32, enis: 4, ipsPerEni: 15, hourlyUsd: 0.4032 },
  "c6i.2xlarge": { vcpu: 8, memoryGiB: 16, enis: 4, ipsPerEni: 15, hourlyUsd: 0.34 },
  "c7i.2xlarge": { vcpu: 8, memoryGiB: 16, enis: 4, ipsPerEni: 15, hourlyUsd: 0.357 },
  "c6i.4xlarge": { vcpu: 16, memoryGiB: 32, enis: 8, ipsPerEni: 30, hourlyUsd: 0.68 },
  "c7i.4xlarge": { vcpu: 16, memoryGiB: 32, enis: 8, ipsPerEni: 30, hourlyUsd: 0.714 },
  "c6i.8xlarge": { vcpu: 32, memoryGiB: 64, enis: 8, ipsPerEni: 30, hourlyUsd: 1.36 },
  "c7i.8xlarge": { vcpu: 32, memoryGiB: 64, enis: 8, ipsPerEni: 30, hourlyUsd: 1.428 },
  "c7g.4xlarge": {
    vcpu: 16,
    memoryGiB: 32,
    enis: 8,
    ipsPerEni: 30,
    architecture: "arm64",
    hourlyUsd: 0.58,
  },
  "g4dn.xlarge": {
    vcpu: 4,
    memoryGiB: 16,
    enis: 3,
    ipsPerEni: 10,
    gpu: { model: "T4", count: 1 },
    hourlyUsd: 0.526,
  },
  "g4dn.4xlarge": {
    vcpu: 16,
    memoryGiB: 64,
    enis: 3,
    ipsPerEni: 10,
    gpu: { model: "T4", count: 1 },
    hourlyUsd: 1.204,
  },
  "g5.xlarge": {
    vcpu: 4,
    memoryGiB: 16,
    enis: 4,
    ipsPerEni: 15,
    gpu: { model: "A10G", count: 1 },
    hourlyUsd: 1.006,
  },
  "g5.4xlarge": {
    vcpu: 16,
    memoryGiB: 64,
    enis: 8,
    ipsPerEni: 30,
    gpu: { model: "A10G", count: 1 },
    hourlyUsd: 1.624,
  },
  "g6.xlarge": {
    vcpu: 4,
    memoryGiB: 16,
    enis: 4,
    ipsPerEni: 15,
    gpu: { model: "L4", count: 1 },
    hourlyUsd: 0.8048,
  },
  "g6.2xlarge": {
    vcpu: 8,
    memoryGiB: 32,
    enis: 4,
    ipsPerEni: 15,
    gpu: { model: "L4", count: 1 },
    hourlyUsd: 0.9776,
  },
  "g6.4xlarge": {
    vcpu: 16,
    memoryGiB: 64,
    enis: 8,
    ipsPerEni: 30,
    gpu: { model: "L4", count: 1 },
    hourlyUsd: 1.3232,
  },
  "g6.12xlarge": {
    vcpu: 48,
    memoryGiB: 192,
    enis: 8,
    ipsPerEni: 30,
    gpu: { model: "L4", count: 4 },
    hourlyUsd: 4.6016,
  },
  "g6e.4xlarge": {
    vcpu: 16,
    memoryGiB: 128,
    enis: 8,
    ipsPerEni: 30,
    gpu: { model: "L40S", count: 1 },
    hourlyUsd: 3.0042,
  },
  "p4d.24xlarge": {
    vcpu: 96,
    memoryGiB: 1152,
    enis: 15,
    ipsPerEni: 50,
    gpu: { model: "A100-40", count: 8 },
    hourlyUsd: 21.9576,
  },
  "p4de.24xlarge": {
    vcpu: 96,
    memoryGiB: 1152,
    enis: 15,
    ipsPerEni: 50,
    gpu: { model: "A100-80", count: 8 },
    hourlyUsd: 27.4471,
  },
  "p5.4xlarge": {
    vcpu: 16,
    memoryGiB: 256,
    enis: 4,
    ipsPerEni: 30,
    gpu: { model: "H100-80", count: 1 },
    hourlyUsd: 6.88,
  },
  "p5.48xlarge": {
    vcpu: 192,
    memoryGiB: 2048,
    enis: 2,
    ipsPerEni: 50,
    gpu: { model: "H100-80", count: 8 },
    hourlyUsd: 55.04,
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
