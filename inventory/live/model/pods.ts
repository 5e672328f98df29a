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
  /** Seconds that it is given to end. */
  readonly grace: number;
  readonly template: PodTemplate;
  readonly containers: readonly ContainerState[];
  readonly conditions: readonly Condition[];
}

/** What makes pods: Deployment, ReplicaSet, StatefulSet, DaemonSet or Job. */
export interface Controller extends LiveObject {
  readonly namespace: string;
  readonly desired: number;
  /** Pods that there are. */
  readonly current: number;
  readonly ready: number;
  readonly conditions: readonly Condition[];
}
