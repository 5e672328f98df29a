import type { Operation } from "../operation/operation";
import { hasChanges } from "../operation/plan-environment";
import { paintFor } from "../../runtime/paint";
import { renderPlan } from "../operation/render-plan";
import type { StackPlan } from "../operation/saved-plans";
import { doesSame } from "./apply-stack";
import { type Approval, approve } from "./approval";
import { requireSeparateResize } from "./node-groups-guard";
import { commandOf, type DeployOptions } from "./options";
import { applyOrder } from "./order";
import { firstPlans, keptPlans } from "./plans";
import { requireNamespacesEmpty } from "./removed-stacks";

/** What is applied: agreed to as it was shown. */
export interface DeployDecision {
  /** Plans, in the order of their apply. */
  readonly order: readonly StackPlan[];
  /** How a plan is agreed to that no longer holds when its turn comes. */
  readonly approval: Approval;
}

/**
 * Plans the stacks, or takes the plans that were kept, shows them, and gets the agreement.
 *
 * @throws CommandFailure when a plan fails, or the agreement is not given
 */
export async function decide(
  operation: Operation,
  options: DeployOptions,
): Promise<DeployDecision> {
  const approval = { ...options, command: commandOf(operation, options, options.stacks ?? []) };
  const kept = options.plan ? keptPlans(operation) : undefined;
  const planned = await firstPlans(operation, options.plan);
  options.show(renderPlan(planned, paintFor("stderr")));
  if (planned.failure !== undefined) throw planned.failure;
  requireSeparateResize(planned.stacks, operation.spec.name);
  await requireNamespacesEmpty(operation, planned.stacks);
  const order = await applyOrder(operation, planned.stacks);
  // A yes to kept plans holds for these alone: no others were shown.
  const isKept =
    kept === undefined || order.every((plan) => kept.some((each) => doesSame(plan, each)));
  if (order.some(hasChanges)) await approve(order, { ...approval, yes: options.yes && isKept });
  return { order, approval };
}
