import { CommandFailure } from "../failure";
import type { Operation } from "../plan/operation";
import { hasChanges } from "../plan/plan-environment";
import { planStack } from "../plan/plan-stack";
import { paintFor, renderPlan } from "../plan/render-plan";
import type { StackPlan } from "../plan/saved-plans";
import type { SynthesizedStack } from "../synthesize";
import type { ResourceProgress } from "../terraform/messages";
import { StackFailure } from "../terraform/stack-failure";
import { type Approval, approve } from "./approval";
import type { Journal } from "./journal";

interface ApplyProps {
  readonly approval: Approval;
  readonly journal: Journal;
  readonly show: (text: string) => void;
}

/** The state is another one than the plan was made from. */
const STALE = /Saved plan is stale/;

/**
 * Applies a stack as it was shown; as it is planned now, where that no longer holds.
 *
 * @returns what was applied; undefined when there was nothing to do
 * @throws CommandFailure when it cannot be planned or applied, or the new plan is not agreed to
 */
export async function applyStack(
  operation: Operation,
  shown: StackPlan,
  props: ApplyProps,
): Promise<StackPlan | undefined> {
  const stack = stackOf(operation, shown);
  const plan = await upToDate(operation, stack, shown, props);
  try {
    return await apply(operation, stack, plan, props);
  } catch (error) {
    if (!(error instanceof StackFailure)) throw error;
    if (error.interrupted || !error.errors.some(({ cause }) => STALE.test(cause))) throw error;
    operation.say(`${stack.id}: somebody else applied meanwhile; planning again`);
    return apply(operation, stack, await again(operation, stack, plan, props), props);
  }
}

function stackOf({ all }: Operation, { id }: StackPlan): SynthesizedStack {
  const stack = all.find((each) => each.id === id);
  if (stack === undefined) throw new Error(`there is no stack ${id}`);
  return stack;
}

async function upToDate(
  operation: Operation,
  stack: SynthesizedStack,
  shown: StackPlan,
  props: ApplyProps,
): Promise<StackPlan> {
  await operation.readUpstream(stack);
  const why = operation.plans.whyStale(stack.id, {
    code: operation.codeOf(stack),
    upstream: operation.upstreamOf(stack),
    binary: operation.binary,
  });
  if (why === undefined) return shown;
  operation.say(`${stack.id}: ${why}; planning again`);
  return again(operation, stack, shown, props);
}

async function again(
  operation: Operation,
  stack: SynthesizedStack,
  shown: StackPlan,
  { approval, show }: ApplyProps,
): Promise<StackPlan> {
  const plan = await planStack(operation, stack);
  if (plan.basis === "declared") {
    throw new CommandFailure(
      `${stack.id}: ${plan.because ?? "an earlier stack lacks what it reads"}`,
      `apply the earlier stacks first: npm run deploy -- ${operation.spec.name}`,
    );
  }
  if (isSame(plan, shown)) return plan;
  const alone = {
    environment: operation.spec.name,
    stacks: [plan],
    notPlanned: [],
    failure: undefined,
    terraform: "",
  };
  show(
    `${stack.id}: the plan differs from the one that was shown.\n${renderPlan(alone, paintFor(process.stderr))}`,
  );
  await approve([plan], approval);
  return plan;
}

/** Whether the same is done to the same resources. */
function isSame(plan: StackPlan, shown: StackPlan): boolean {
  const told = ({ changes }: StackPlan) =>
    JSON.stringify(changes.map(({ address, action }) => `${address} ${action}`).sort());
  return told(plan) === told(shown) && !shown.changesUnknown;
}

async function apply(
  operation: Operation,
  stack: SynthesizedStack,
  plan: StackPlan,
  { journal }: ApplyProps,
): Promise<StackPlan | undefined> {
  if (!hasChanges(plan)) {
    operation.plans.remove(stack.id);
    return undefined;
  }
  const terraform = await operation.terraform(stack);
  operation.say(`${stack.id}: applying`);
  await terraform.apply(operation.plans.fileOf(stack.id), {
    onStart: (pid) => journal.applies(stack.id, pid),
    onResource: (progress) => tell(operation, stack.id, progress),
  });
  operation.plans.remove(stack.id);
  operation.forgetOutputs(stack.id);
  return plan;
}

function tell({ say }: Operation, id: string, progress: ResourceProgress): void {
  const { state, action, address, seconds } = progress;
  switch (state) {
    case "begun":
      return;
    case "going on":
      say(`  ${id}: ${address}: ${action} goes on, ${seconds} s`);
      return;
    case "done":
      say(`  ${id}: ${address}: ${action} done, ${seconds} s`);
      return;
    case "failed":
      say(`  ${id}: ${address}: ${action} FAILED`);
      return;
    default:
      state satisfies never;
  }
}
