import type { JsonObject } from "../json";
import type { Place } from "../model";

/** A Kubernetes object that a reader found. */
export interface ReadObject {
  /** The manifest, with Kubernetes' own member names. */
  readonly object: JsonObject;
  readonly place: Place;
  /** The place in words, for errors. */
  readonly where: string;
}
