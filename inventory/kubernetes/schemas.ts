import { z } from "zod";
import type { LabelSelector } from "../model/label-selector";

/** A count: number, or a string of digits as cdktf writes it; an expression is not known before the apply. */
export const count = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => {
    if (typeof value === "string" && !/^\d+$/.test(value)) return undefined;
    return value === undefined || value === null ? undefined : Number(value);
  });

/** A scalar as text; YAML may have taken it for a number or a boolean. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Text that may be absent or null. */
export const text = scalar.nullish().transform((value) => value ?? undefined);

/** A switch that may be absent, null or an expression: undefined. */
export const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => {
    if (typeof value === "boolean") return value;
    return value === "true" ? true : value === "false" ? false : undefined;
  });

export const strings = z
  .record(z.string(), z.coerce.string())
  .nullish()
  .transform((map) => map ?? {});

/**
 * Annotations. Terraform takes all of them for unknown when one is (a resource version, a checksum of what
 * the apply makes): nothing is read of them then, and the object is.
 */
const annotations = z
  .preprocess((map) => (typeof map === "string" && /^\$\{[^]*\}$/.test(map) ? {} : map), strings)
  .transform((map) =>
    Object.fromEntries(Object.entries(map).filter(([key]) => !isBookkeeping(key))),
  );

/** A list that may be absent or null. */
export function listOf<S extends z.ZodType>(item: S) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A member that may be null as well as absent. */
export function maybe<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/**
 * Annotations that kubectl and controllers write: no choice of the manifest's author, and
 * the last applied configuration holds a Secret's values.
 */
const BOOKKEEPING =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration$|deployment\.kubernetes\.io\/|pv\.kubernetes\.io\/)/;

/** Whether an annotation is a note of kubectl or a controller. */
export function isBookkeeping(annotation: string): boolean {
  return BOOKKEEPING.test(annotation);
}

export const metadata = z.object({
  name: z.string().default(""),
  namespace: z
    .string()
    .nullish()
    .transform((namespace) => namespace ?? "default"),
  labels: strings,
  annotations,
});
export type Metadata = z.output<typeof metadata>;

/** Requirements of a label or node selector. */
export const requirements = listOf(
  z.object({ key: z.string(), operator: z.string(), values: listOf(scalar) }),
);

export const labelSelector = z
  .object({ matchLabels: strings, matchExpressions: requirements })
  .transform((selector): LabelSelector => selector);

/** Terms of a required node affinity, of a pod or of a volume. */
export const nodeSelectorTerms = listOf(
  // Null stands for the empty term, which no node matches.
  z.object({ matchExpressions: requirements, matchFields: requirements }).nullable(),
).transform((terms) => terms.map((term) => term ?? {}));

/** The behavior of an HPA, as far as it is set. */
export const behavior = maybe(z.object({ scaleDown: z.unknown().optional() })).transform(
  (said) => said && { scaleDown: said.scaleDown !== undefined && said.scaleDown !== null },
);

/** Names of Secrets, as pods and service accounts list them. */
export const imagePullSecrets = listOf(z.object({ name: z.string() })).transform((secrets) =>
  secrets.map((secret) => secret.name),
);
