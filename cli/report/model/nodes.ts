import type { ResourceAmounts } from "../../../environments/nodes/node-resources";

/** A node pool, or a machine. */
export interface PoolReport {
  readonly name: string;
  readonly architecture: string;
  readonly min: number;
  readonly max: number;
  /** Instance types, or the size of the machine. */
  readonly machine: string;
  /** Of one node, for pods. Units as in {@link ResourceAmounts}. */
  readonly allocatable: ResourceAmounts;
  /** `key=value:effect` */
  readonly taints: readonly string[];
  /** GPUs of one node; undefined: none. */
  readonly gpus: GpuReport | undefined;
}

/** GPUs that are alike. */
export interface GpuReport {
  readonly model: string;
  /** Cards of one node. */
  readonly count: number;
  readonly memoryGiB: number;
  /** `whole`, `time-sliced` or `mig`. */
  readonly sharing: string;
  /** What one card is divided into; a whole card is one part. */
  readonly parts: readonly GpuPart[];
}

/** A part of a card that one pod has. */
export interface GpuPart {
  /** MIG profile, `whole`, or `1 of 4` of a card that is shared in turn. */
  readonly name: string;
  /** Share of the card's memory, 0 to 1. Parts that take turns have the whole card's. */
  readonly share: number;
  readonly memoryGiB: number;
}

/** Pods of one workload, or of one workload of a chart. */
export interface WorkloadReport {
  /** As findings name it. */
  readonly name: string;
  readonly kind: string;
  readonly namespace: string;
  /** `workload`, `chart`, or `cluster`: what the cluster brings. */
  readonly origin: "workload" | "chart" | "cluster";
  /** Stack that declares it; undefined: the cluster's own. */
  readonly stack: string | undefined;
  /** What groups it in the diagram: itself, its Helm release, or the cluster. */
  readonly group: string;
  /** One pod on each node that accepts it; min and max are then 0. */
  readonly everyNode: boolean;
  readonly min: number;
  readonly max: number;
  /** Of one pod. */
  readonly requests: ResourceAmounts;
  /** Pools whose nodes take one of its pods. */
  readonly runsOn: readonly string[];
  /** The others, each with the first reason. */
  readonly refusedBy: readonly { readonly pool: string; readonly reason: string }[];
}
