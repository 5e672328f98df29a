import type { Labels, ObjectName } from "../../model";
import type { Condition, LiveObject } from "./object";

/** HPA, ScaledObject or ScaledJob. */
export interface Scaler extends LiveObject {
  readonly namespace: string;
  readonly conditions: readonly Condition[];
  /** Of a ScaledObject: metrics that fail, and how often in a row. */
  readonly failing: Readonly<Record<string, number>>;
  /** Of a ScaledObject: names of the metrics that KEDA serves for its triggers. */
  readonly metrics: readonly string[];
  readonly target: ObjectName | undefined;
  /** Fewest replicas that it leaves. */
  readonly min: number;
  /** Of a ScaledObject: addresses of its triggers' servers. */
  readonly addresses: readonly string[];
}

export interface ApiService extends LiveObject {
  /** Undefined: the API server's own. */
  readonly service: ObjectName | undefined;
  readonly conditions: readonly Condition[];
  /** When the authority ends that its owner's certificate is held against; undefined: none is named. */
  readonly caExpires: number | undefined;
}

/** One webhook of an admission configuration. */
export interface Webhook extends LiveObject {
  readonly webhook: string;
  readonly service: ObjectName | undefined;
  /** `Fail` or `Ignore`. */
  readonly failurePolicy: string;
  /** As of an ApiService. */
  readonly caExpires: number | undefined;
}

/** Addresses behind a Service. */
export interface Endpoints extends LiveObject {
  readonly service: string;
  readonly ready: number;
  readonly notReady: number;
}

export interface LiveService extends LiveObject {
  readonly namespace: string;
  /** Its endpoints are those of pods that it selects. */
  readonly selects: boolean;
  /** Labels of those pods. */
  readonly selector: Labels;
}
