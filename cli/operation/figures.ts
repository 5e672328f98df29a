import type { StackPlan } from "./saved-plans";

/** `3 to add, 1 to change, 0 to destroy`. */
export function figures({ counts, outputs, changesUnknown, changes, basis }: StackPlan): string {
  const { add, change, destroy } = counts;
  if (changes.length === 0 && !changesUnknown) {
    return outputs.length === 0 ? "no change" : `${outputs.length} outputs change`;
  }
  const changed = changesUnknown ? "? to change" : `${change} to change`;
  const declared = basis === "declared" ? ", with declared values" : "";
  return `${add} to add, ${changed}, ${destroy} to destroy${declared}`;
}
