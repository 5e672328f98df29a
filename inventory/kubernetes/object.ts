import type { z } from "zod";
import { type JsonObject, narrow } from "../json";
import { describePlace, type Place, type Written } from "../model";
import type { Metadata } from "./schemas";

/** A Kubernetes object that a reader found. */
export interface ReadObject {
  /** The manifest, with Kubernetes' own member names. */
  readonly object: JsonObject;
  readonly place: Place;
  /** What the file says. @default nothing that its value does not tell */
  readonly written?: Written;
}

/** @throws InventoryError naming the place, and each path that does not fit */
export function narrowObject<S extends z.ZodType>(
  schema: S,
  { object, place }: ReadObject,
): z.output<S> {
  return narrow(schema, object, describePlace(place));
}

/** What every object of a namespace says of itself. */
export function namespaced<Kind extends string>(
  kind: Kind,
  { namespace, name, annotations }: Metadata,
  { place }: ReadObject,
) {
  return { kind, namespace, name, annotations, place };
}

/** What every object of the whole cluster says of itself. */
export function clusterWide<Kind extends string>(
  kind: Kind,
  { name, annotations }: Metadata,
  { place }: ReadObject,
) {
  return { kind, name, annotations, place };
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.replace(/\/.*/, "") : "";
}
