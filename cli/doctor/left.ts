import { describeLeft, endOf, type LeftStacks } from "../operation/left-stacks";
import type { Diagnosis } from "./examination";

/** Stacks that were applied, and that the data names no more: what they made is in no plan. */
export function stacksLeft({ stacks }: LeftStacks): readonly Diagnosis[] {
  return stacks.map((stack) => ({
    id: "stack-left",
    severity: "warning",
    object: `Stack ${stack.id}`,
    cause: describeLeft(stack),
    evidence: [],
    fix: endOf(stack),
    command: undefined,
  }));
}
