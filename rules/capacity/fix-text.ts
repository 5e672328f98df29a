import type { CapacityChange } from "./changes";

/**
 * Changes as alternatives.
 *
 * @param complete each of them is enough by itself
 */
export function fixText(changes: readonly (CapacityChange | undefined)[], complete = true): string {
  const texts = changes.flatMap((change) => change?.text ?? []);
  if (texts.length === 0) {
    return "no single change of a pool, of requests or of replicas is enough: combine them, the largest requests first";
  }
  return complete
    ? texts.join("; or ")
    : `as a first step ${texts.join("; or ")}; the next check says what is then still too much`;
}
