import { GPU_INSTANCE_TYPES } from "./gpu-instance-types";
import type { InstanceGpu, InstanceType } from "./instance-type";

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
  ...GPU_INSTANCE_TYPES,
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
