import { z } from "zod";
import { isObject } from "../json";
import { narrowObject, type ReadObject } from "../kubernetes/object";
import { listOf, text } from "../kubernetes/schemas";
import type { LivePart } from "./model";
import { liveObject, metadata } from "./schemas";

const WORKLOAD_FIELDS = ["spec.template.spec.terminationGracePeriodSeconds", "spec.replicas"];

/** Of each kind the fields that scale it or end its pods. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Deployment: WORKLOAD_FIELDS,
  StatefulSet: WORKLOAD_FIELDS,
  HorizontalPodAutoscaler: ["spec"],
  ScaledObject: ["spec"],
  ScaledJob: ["spec"],
  PodDisruptionBudget: ["spec"],
};

const managed = z.object({
  metadata: metadata.extend({
    managedFields: listOf(
      z.object({ manager: text, subresource: text, fieldsV1: z.unknown().optional() }),
    ),
  }),
});

/**
 * The field managers that have written an object's scaling and grace, as the API server records them.
 * What comes through a subresource (`scale`, `status`) is not meant.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function readFieldWriters(read: ReadObject): LivePart {
  const { kind } = read.object;
  if (typeof kind !== "string" || !Object.hasOwn(FIELDS, kind)) return {};
  const { metadata: meta } = narrowObject(managed, read);
  const writers = meta.managedFields
    .filter(({ subresource = "" }) => subresource === "")
    .flatMap(({ manager = "unknown", fieldsV1 }) => {
      const fields = (FIELDS[kind] ?? []).filter((field) => holds(fieldsV1, field.split(".")));
      return fields.length === 0 ? [] : [{ manager, fields }];
    });
  return writers.length === 0 ? {} : { fieldWriters: [{ ...liveObject(kind, meta), writers }] };
}

/** Members of `fieldsV1` are the fields' names after `f:`. */
function holds(fields: unknown, [first, ...rest]: readonly string[]): boolean {
  if (!isObject(fields)) return false;
  const member = `f:${first}`;
  return Object.hasOwn(fields, member) && (rest.length === 0 || holds(fields[member], rest));
}
