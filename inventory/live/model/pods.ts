import type { PodTemplate } from "../../model";
import type { Condition, LiveObject } from "./object";

/** Why a container waits, or how it ended. */
export interface ContainerEnd {
  readonly reason: string;
  readonly message: string;
  /** Undefined while it waits. */
  readonly exitCode: number | undefined;
  /** Milliseconds since 1970; undefined: not said, or it waits. */
  readonly finished: number | undefined;
}

export interface ContainerState {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  /** Milliseconds since 1970 at which its run began; undefined: it does not run, or that is not said. */
  readonly running: number | undefined;
  readonly waiting: ContainerEnd | undefined;
  readonly terminated: ContainerEnd | undefined;
  /** How its last run ended. */
  readonly last: ContainerEnd | undefined;
}

export interface LivePod extends LiveObject {
  readonly namespace: string;
  readonly phase: string;
  /** Undefined: not placed yet. */
  readonly node: string | undefined;
  readonly schedulerName: string;
  /** Names of the gates that keep the scheduler from looking at it. */
  readonly schedulingGates: readonly string[];
  /** Types of conditions that others set, and without which it is not ready. */
  readonly readinessGates: readonly string[];
  /** Names of its ResourceClaims, as far as they are made. */
  readonly deviceClaims: readonly string[];
  /** Why it is in its phase, e.g. `Evicted`; empty: not said. */
  readonly reason: string;
  readonly message: string;
  /** Seconds that it is given to end. */
  readonly grace: number;
  readonly template: PodTemplate;
  readonly containers: readonly ContainerState[];
  readonly conditions: readonly Condition[];
}

/** What makes pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or CronJob. */
export interface Controller extends LiveObject {
  readonly namespace: string;
  readonly desired: number;
  /** Pods that there are. */
  readonly current: number;
  readonly ready: number;
  readonly conditions: readonly Condition[];
  /** Counts the changes of its spec; undefined: not said. */
  readonly generation: number | undefined;
  /** The last change that its controller has seen. */
  readonly observed: number | undefined;
  /** Replicas that its spec asks for; undefined for kinds without. */
  readonly wanted: number | undefined;
  /** A Deployment whose rollouts are held. */
  readonly paused: boolean;
  /** A Job or CronJob that makes nothing for now. */
  readonly suspended: boolean;
}
