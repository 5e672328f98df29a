import type { NodeShape } from "../../environments/nodes/placement";
import type { Machine, NodePool } from "../../environments/schema";
import type {
  Autoscaler,
  Declared,
  Labels,
  PodTemplate,
  ResourceQuota,
} from "../../inventory/model";
import type { EffectiveContainer, PodResources } from "./pod-resources";
import type { PodPlace } from "./packing/problem-of";

/** Where an environment's data declares a pool. */
export type PoolSource =
  | { readonly kind: "pool"; readonly pool: NodePool; readonly path: string }
  | { readonly kind: "machine"; readonly machine: Machine; readonly path: string }
  /** Found in a cluster. */
  | { readonly kind: "nodes" };

/** Nodes that are alike: a node pool, a machine, or nodes of a cluster. */
export interface Pool {
  readonly name: string;
  /** One of its nodes. */
  readonly node: NodeShape;
  /** Nodes that are there in any case. */
  readonly min: number;
  /** Nodes that there can be. */
  readonly max: number;
  readonly source: PoolSource;
}

/** Pods of one workload, chart or component of the cluster, at maximum scale. */
export interface PodDemand {
  /** Where findings about them point. */
  readonly owner: Declared;
  /** What findings call it. */
  readonly name: string;
  /** `workload`: in the inventory; `chart`: what a Helm release brings; `cluster`: what the cluster brings. */
  readonly origin: "workload" | "chart" | "cluster";
  readonly namespace: string;
  readonly labels: Labels;
  /** A DaemonSet: one on each node that accepts it; `count` is then 0. */
  readonly everyNode: boolean;
  readonly count: number;
  /** Its `count` is known only after the apply; it is then the least there can be. */
  readonly countUnknown: boolean;
  /** What raises the count; undefined: the workload itself says it. */
  readonly autoscaler: Autoscaler | undefined;
  readonly place: PodPlace;
  /** Of one pod, with defaults of its namespace. */
  readonly resources: PodResources;
  readonly containers: readonly EffectiveContainer[];
  readonly antiAffinity: PodTemplate["antiAffinity"];
  readonly hardSpread: PodTemplate["hardSpread"];
  /** Volumes that hold all pods that mount them on one node. */
  readonly nodeVolumes: readonly string[];
  /** Pods that its rollout needs beside the others before it can take one away. */
  readonly rolloutAdds: number;
  /** Terminating pods that may still finish their work beside all the others. */
  readonly finishing: number;
}

/** What is to be placed, and where it may go. Changes make another one of it. */
export interface Situation {
  readonly pools: readonly Pool[];
  readonly demands: readonly PodDemand[];
  readonly quotas: readonly ResourceQuota[];
}
