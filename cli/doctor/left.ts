import type { EnvironmentSpec } from "../../environments/schema";
import { describeLeft, endOf, leftStacks } from "../operation/left-stacks";
import type { Diagnosis } from "./examination";

/** Stacks that were applied from this machine, and that the data names no more: what they made is in no plan. */
export function stacksLeft(spec: EnvironmentSpec, folder?: string): readonly Diagnosis[] {
  return leftStacks(spec, folder).map((stack) => ({
    id: "stack-left",
    severity: "warning",
    object: `Stack ${stack.id}`,
    cause: describeLeft(stack),
    evidence: [],
    fix: endOf(stack),
    command: undefined,
  }));
}
