import type { ObjectName } from "../../model";
import type { Condition, LiveObject } from "./object";

/** HPA, ScaledObject or ScaledJob. */
export interface Scaler extends LiveObject {
  readonly namespace: string;
  readonly conditions: readonly Condition[];
  /** Of a ScaledObject: metrics that fail, and how often in a row. */
  readonly failing: Readonly<Record<string, number>>;
  readonly target: ObjectName | undefined;
}

export interface ApiService extends LiveObject {
  /** Undefined: the API server's own. */
  readonly service: ObjectName | undefined;
  readonly conditions: readonly Condition[];
}

/** One webhook of an admission configuration. */
export interface Webhook extends LiveObject {
  readonly webhook: string;
  readonly service: ObjectName | undefined;
  /** `Fail` or `Ignore`. */
  readonly failurePolicy: string;
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
}
