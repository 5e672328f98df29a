import schemas from "./schemas.json";

/**
 * How a field is written in JSON: `string`, `integer`, `number`, `boolean`,
 * `quantity` (`500m` or 2), `int-or-string`, `any`; `=a|b` for one of these
 * words, `[]T` for a list and `{}T` for a map of T, `#name` for an object.
 */
export type FieldType = string;

/** `apps/v1 Deployment`. */
export type VersionedKind = string;

interface ApiSchemas {
  /** What it was made from. */
  readonly sources: readonly string[];
  /** Minor version of Kubernetes, e.g. `1.35`. */
  readonly kubernetes: string;
  /** Kinds that are served, with their type. */
  readonly kinds: Readonly<Record<VersionedKind, string>>;
  /** Objects: their fields with their types. */
  readonly types: Readonly<Record<string, Readonly<Record<string, FieldType>>>>;
  /** Kinds of which a version is no longer served from a minor version of Kubernetes on. */
  readonly removed: Readonly<
    Record<VersionedKind, { readonly from: string; readonly use?: VersionedKind }>
  >;
  /** Types of triggers that KEDA has a scaler for. */
  readonly triggers: readonly string[];
}

/**
 * The schemas of Kubernetes' own kinds and of KEDA's, as their projects publish
 * them. Written by `scripts/api-schemas/run.ts` from the versions that
 * testbed/kubernetes and testbed/keda pin: 100 KB, where the packages of npm have 18 MB of code.
 */
export const API: ApiSchemas = schemas;
