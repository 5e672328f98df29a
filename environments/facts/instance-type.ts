import type { NVIDIA_MODELS } from "./gpus";

/** GPUs that an EC2 instance type has. */
export interface InstanceGpu {
  readonly model: (typeof NVIDIA_MODELS)[number];
  /** GPUs of one instance. */
  readonly count: number;
  /**
   * Oldest NVIDIA driver that knows them, its major version.
   *
   * @default the image's own is new enough
   */
  readonly driver?: number;
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
