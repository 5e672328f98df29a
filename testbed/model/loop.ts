import type { QueueName } from "../../queues";
import type { JobPlace } from "./library";

/** How fast an HPA may change replicas in one direction, as in `spec.behavior` of autoscaling/v2. */
export interface ScalingRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: "Max" | "Min" | "Disabled";
  readonly policies: readonly {
    readonly type: "Pods" | "Percent";
    readonly value: number;
    readonly periodSeconds: number;
  }[];
  /**
   * Ratio that a metric may be off its target without a change.
   *
   * @default 0.1, kube-controller-manager's
   */
  readonly tolerance?: number;
}

/** A redis trigger of a ScaledObject. */
export interface LoopTrigger {
  readonly name: string;
  /** What its Redis key holds. */
  readonly counts: JobPlace;
  /** Length per replica that the trigger alone aims for; ignored beside a formula. */
  readonly listLength: number;
}

/** What KEDA answers when it cannot read its triggers. */
export interface Fallback {
  /** Failures in a row; one more and it falls back. */
  readonly failureThreshold: number;
  readonly replicas: number;
  readonly behavior: "static" | "currentReplicas" | "currentReplicasIfHigher";
}

/** Where worker pods find room. */
export interface NodeRoom {
  /** Workers that fit one node beside nothing else. */
  readonly workersPerNode: number;
  /** Nodes that there are at least. */
  readonly min: number;
  readonly max: number;
}

/** The loop of one queue worker, from its queue to its pods, as an environment configures it. */
export interface Loop {
  /** Library that keeps the jobs. */
  readonly library: QueueName;
  /** 0: KEDA itself makes the step from 0 to 1 and back. */
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly triggers: readonly LoopTrigger[];
  /** Sum over the triggers; undefined: each trigger is a metric of its own, and the HPA takes the largest answer. */
  readonly composite: { readonly formula: string; readonly target: number } | undefined;
  readonly fallback: Fallback | undefined;
  /** Seconds between KEDA's own looks at Redis. */
  readonly pollingSeconds: number;
  /** Seconds without jobs before KEDA goes to 0; matters only with a minimum of 0. */
  readonly cooldownSeconds: number;
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly graceSeconds: number;
  /** Pods that a rollout adds, and may miss. */
  readonly rollout: { readonly maxSurge: number; readonly maxUnavailable: number };
  /** Longest job, seconds. */
  readonly jobTimeoutSeconds: number;
  /** Seconds after which a job that is not acknowledged goes to another worker; undefined: the library has no such time. */
  readonly redeliverySeconds: number | undefined;
  /** Times that RQ puts a failed job back; the app's choice when it enqueues. */
  readonly retries: number;
  /** Seconds between updates of the pods' deletion cost; undefined: it is not written. */
  readonly deletionCostSeconds: number | undefined;
  readonly nodes: NodeRoom;
}

/** What of the world is not in an environment's data. */
export interface Surroundings {
  /** Period of the HPA controller, seconds. */
  readonly hpaSyncSeconds: number;
  /** From a placed pod to a worker that takes jobs, image on the node, seconds. */
  readonly podStartSeconds: number;
  /** From a pod without room to a node that runs it: instance, boot, image, seconds. */
  readonly nodeSeconds: number;
  /** Seconds that a node stays empty before it goes. */
  readonly nodeIdleSeconds: number;
}

/**
 * HPA: `--horizontal-pod-autoscaler-sync-period`. Idle nodes: cluster-autoscaler's
 * `--scale-down-unneeded-time`. The other two are assumptions that are not
 * measured on the real clusters.
 */
export const SURROUNDINGS: Surroundings = {
  hpaSyncSeconds: 15,
  podStartSeconds: 5,
  nodeSeconds: 120,
  nodeIdleSeconds: 600,
};
