import type { Change } from "./changes";

/** Changes as alternatives; each of them is enough by itself. */
export function fixText(changes: readonly (Change | undefined)[]): string {
  const texts = changes.flatMap((change) => change?.text ?? []);
  return texts.length === 0
    ? "no single change of a pool, of requests or of replicas is enough: combine them, the largest requests first"
    : texts.join("; or ");
}
