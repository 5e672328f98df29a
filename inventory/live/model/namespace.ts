import type { Quantities } from "../../model";
import type { Condition, LiveObject } from "./object";

export interface LiveNamespace extends LiveObject {
  readonly phase: string;
  readonly conditions: readonly Condition[];
}

export interface LiveQuota extends LiveObject {
  readonly namespace: string;
  readonly hard: Quantities;
  readonly used: Quantities;
}

/** Last revision of a Helm release. */
export interface LiveRelease extends LiveObject {
  readonly namespace: string;
  readonly release: string;
  readonly revision: number;
  /** E.g. `deployed`, `failed`, `pending-upgrade`. */
  readonly status: string;
}
