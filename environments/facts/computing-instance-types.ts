import type { InstanceType } from "./instance-type";

/** Instance types with computing GPUs, which encode no video. Sources as in gpu-instance-types.ts. */
export const COMPUTING_INSTANCE_TYPES = {
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
  "p5en.48xlarge": {
    vcpu: 192,
    memoryGiB: 2048,
    enis: 4,
    ipsPerEni: 50,
    gpu: { model: "H200", count: 8 },
    hourlyUsd: 63.296,
  },
  "p6-b200.48xlarge": {
    vcpu: 192,
    memoryGiB: 2048,
    enis: 4,
    ipsPerEni: 50,
    gpu: { model: "B200", count: 8 },
    hourlyUsd: 113.9328,
  },
  "p6-b300.48xlarge": {
    vcpu: 192,
    memoryGiB: 4096,
    enis: 4,
    ipsPerEni: 50,
    gpu: { model: "B300", count: 8 },
    hourlyUsd: 142.416,
  },
} as const satisfies Readonly<Record<string, InstanceType>>;
