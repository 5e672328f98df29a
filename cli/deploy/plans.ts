import { codeHash, type Operation } from "../operation/operation";
import { type EnvironmentPlan, planOperation } from "../operation/plan-environment";
import type { StackPlan } from "../operation/saved-plans";

/**
 * The plans that are agreed to: those that were kept, where they still hold, or
 * new ones. One that no longer holds makes all of them new: they build on each other.
 */
export async function firstPlans(operation: Operation, kept: boolean): Promise<EnvironmentPlan> {
  if (!kept) return planOperation(operation);
  const { plans, binary, chosen, say, spec } = operation;
  const shown: StackPlan[] = [];
  for (const stack of chosen) {
    await operation.outputs.readFor(stack);
    const now = { code: codeHash(stack), upstream: operation.outputs.hashFor(stack), binary };
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
    left: operation.left,
    failure: undefined,
    terraform: `${binary.product} ${binary.version}`,
  };
}

/** The plans that `npm run plan` kept, whether they hold or not. */
export function keptPlans({ plans, chosen }: Operation): readonly StackPlan[] {
  return chosen.flatMap(({ id }) => plans.read(id)?.shown ?? []);
}
