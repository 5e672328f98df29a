import { z } from "zod";
import { count, listOf, maybe, strings, text } from "../kubernetes/schemas";
import type { ObjectName } from "../model";
import type { Condition, LiveObject } from "./model";

/** Times as Kubernetes writes them, in milliseconds since 1970. */
export const time = text.transform((written) => {
  const parsed = written === undefined ? NaN : Date.parse(written);
  return Number.isNaN(parsed) ? undefined : parsed;
});

export const conditions = listOf(
  z.object({
    type: z.string(),
    status: z.string(),
    reason: text,
    message: text,
    lastTransitionTime: time,
  }),
).transform((list) =>
  list.map(({ type, status, reason = "", message = "", lastTransitionTime }): Condition => ({
    type,
    status,
    reason,
    message,
    since: lastTransitionTime,
  })),
);

/** A status with conditions, which may be missing. */
export const conditioned = maybe(z.object({ conditions }));

export const metadata = z.object({
  name: z.string(),
  namespace: text,
  labels: strings,
  annotations: strings,
  generation: count,
  creationTimestamp: time,
  deletionTimestamp: time,
  finalizers: listOf(z.string()),
  ownerReferences: listOf(
    z.object({ kind: z.string(), name: z.string(), controller: maybe(z.boolean()) }),
  ),
});
type Metadata = z.output<typeof metadata>;

/** A reference to a Service, as webhooks and APIServices have it. */
export const serviceReference = maybe(
  z.object({ name: z.string(), namespace: z.string() }),
).transform((service): ObjectName | undefined => service && { kind: "Service", ...service });

export function liveObject(kind: string, meta: Metadata): LiveObject {
  const { name, namespace, labels, annotations, ownerReferences, finalizers } = meta;
  const owner = ownerReferences.find(({ controller }) => controller === true);
  return {
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    labels,
    annotations,
    created: meta.creationTimestamp,
    deleting: meta.deletionTimestamp,
    finalizers,
    owner: owner && { kind: owner.kind, name: owner.name, ...(namespace ? { namespace } : {}) },
  };
}

/** As {@link liveObject}, of a kind that lives in namespaces. */
export function namespacedObject(kind: string, meta: Metadata) {
  return { ...liveObject(kind, meta), namespace: meta.namespace ?? "default" };
}
