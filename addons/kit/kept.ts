/** A value that keeps something which an environment's own values must not undo. */
export interface KeptValue {
  /** Path in the values, dots between the keys, a dot in a key as `\.` (as for `helm --set`); covers all below it. */
  readonly path: string;
  /** What would follow from another value; the chart is the subject. */
  readonly because: string;
}

/** Of every chart. */
const KEPT_OF_ALL: readonly KeptValue[] = [
  "nameOverride",
  "fullnameOverride",
  "namespaceOverride",
].map((path) => ({
  path,
  because: "would have other names than policies, monitors and rules know",
}));

/** All that is kept of a chart. */
export function keptValues(own: readonly KeptValue[] = []): readonly KeptValue[] {
  return [...own, ...KEPT_OF_ALL];
}
