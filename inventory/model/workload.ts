import type { LabelSelector } from "./label-selector";
import type { Labels, Namespaced } from "./object";
import type { PodTemplate } from "./pod";

export const WORKLOAD_KINDS = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "CronJob",
  "ScaledJob",
  "Pod",
] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** What makes pods. Pods and Jobs that another object made are not workloads of their own. */
export interface Workload extends Namespaced {
  readonly kind: WorkloadKind;
  readonly labels: Labels;
  /** Number of pods that the manifest itself fixes (replicas, parallelism); undefined: it leaves it open. */
  readonly replicas: number | undefined;
  /**
   * From a plan that does not change `replicas`: Terraform may leave what it finds
   * (`lifecycle.ignore_changes`), which a plan's JSON does not have. @default false
   */
  readonly replicasMayBeIgnored?: boolean;
  /** Which pods are its own; undefined for kinds that name none. */
  readonly selector: LabelSelector | undefined;
  /** Pods that a Deployment's rollout adds, as written (`1`, `25%`; `0` for Recreate); undefined: not said. */
  readonly maxSurge: string | undefined;
  /** Pods that a Deployment's rollout may take away before others are ready, as written (`0`, `25%`); undefined: not said. */
  readonly maxUnavailable: string | undefined;
  readonly pod: PodTemplate;
  /** A Job or Pod of a cluster that has run to its end: it has no pods any more. */
  readonly finished: boolean;
}
