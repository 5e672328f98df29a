import type { Operation } from "../plan/operation";
import { type EnvironmentPlan, planOperation } from "../plan/plan-environment";
import type { StackPlan } from "../plan/saved-plans";

/**
 * The plans that are agreed to: those that were kept, where they still hold, or
 * new ones. One that no longer holds makes all of them new: they build on each other.
 */
export async function firstPlans(operation: Operation, kept: boolean): Promise<EnvironmentPlan> {
  if (!kept) return planOperation(operation);
  const { plans, binary, chosen, say, spec } = operation;
  const shown: StackPlan[] = [];
  for (const stack of chosen) {
    await operation.readUpstream(stack);
    const now = { code: operation.codeOf(stack), upstream: operation.upstreamOf(stack), binary };
    const why = plans.whyOutdated(stack.id, now);
    const record = plans.read(stack.id);
    if (why !== undefined || record === undefined) {
      say(`${stack.id}: the kept plan does not hold: ${why ?? "it was not kept"}; planning again`);
      return planOperation(operation);
    }
    say(`${stack.id}: plan of ${record.createdAt}, commit ${record.commit ?? "unknown"}`);
    shown.push(record.shown);
  }
  return {
    environment: spec.name,
    stacks: shown,
    notPlanned: [],
    failure: undefined,
    terraform: `${binary.product} ${binary.version}`,
  };
}
