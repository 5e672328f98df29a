import { CommandFailure } from "../../runtime/failure";
import { codeHash, type Operation } from "../operation/operation";
import { NONE_LEFT } from "../operation/left-stacks";
import { hasChanges } from "../operation/plan-environment";
import { planStack } from "../operation/plan-stack";
import { paintFor } from "../../runtime/paint";
import { renderPlan } from "../operation/render-plan";
import type { StackPlan } from "../operation/saved-plans";
import type { SynthesizedStack } from "../synthesis/synthesize";
import type { ResourceProgress } from "../../runtime/terraform/messages";
import { StackFailure } from "../../runtime/terraform/stack-failure";
import { adopt } from "./adopt";
import { type Approval, approve } from "./approval";
import type { Journal } from "../operation/journal";
import { movedGroups, requireSeparateResize, resizedGroups } from "./node-groups-guard";

interface ApplyProps {
  readonly approval: Approval;
  /** The yes was given to plans that were kept. */
  readonly plan: boolean;
  readonly journal: Journal;
  readonly show: (text: string) => void;
}

/** The state is another one than the plan was made from. */
const STALE = /Saved plan is stale/;
/** What was left may come up in parts: dependents are tried only when all before them are there. */
const MOST_ATTEMPTS = 4;

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
  let plan = await upToDate(operation, stack, shown, props);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await apply(operation, stack, plan, props);
    } catch (error) {
      if (!(error instanceof StackFailure) || error.interrupted) throw error;
      if (attempt === MOST_ATTEMPTS || !(await remedied(operation, stack, error, attempt, props)))
        throw error;
      plan = await again(operation, stack, plan, props);
    }
  }
}

/** Whether another try makes sense: after an apply from elsewhere, or with what a killed one left. */
async function remedied(
  operation: Operation,
  stack: SynthesizedStack,
  { errors }: StackFailure,
  attempt: number,
  { journal }: ApplyProps,
): Promise<boolean> {
  if (errors.some(({ cause }) => STALE.test(cause))) {
    const own = attempt > 1 || journal.followsBreak;
    operation.say(
      `${stack.id}: ${own ? "the state is not that of the plan any more, after an apply that broke off" : "an apply from elsewhere changed the state meanwhile"}; planning again`,
    );
    return true;
  }
  return journal.followsBreak && adopt(operation, stack, errors);
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
  await operation.outputs.readFor(stack);
  const why = operation.plans.whyStale(stack.id, {
    code: codeHash(stack),
    upstream: operation.outputs.hashFor(stack),
    binary: operation.binary,
  });
  if (why !== undefined) operation.say(`${stack.id}: ${why}; planning again`);
  const resized = resizedGroups(shown);
  if (why === undefined && resized.length === 0) return shown;
  if (why === undefined) {
    operation.say(
      `${stack.id}: sizes change, and the sizes of now go along; planning again for those of this moment`,
    );
  }
  const plan = await again(operation, stack, shown, props);
  for (const line of movedGroups(shown, plan)) operation.say(`${stack.id}: ${line}`);
  return plan;
}

async function again(
  operation: Operation,
  stack: SynthesizedStack,
  shown: StackPlan,
  { approval, plan: isKept, show }: ApplyProps,
): Promise<StackPlan> {
  const plan = await planStack(operation, stack);
  if (plan.basis === "declared") {
    throw new CommandFailure(
      `${stack.id}: ${plan.because ?? "an earlier stack lacks what it reads"}`,
      `apply the earlier stacks first: npm run deploy -- ${operation.spec.name}`,
    );
  }
  requireSeparateResize([plan], operation.spec.name);
  if (isSame(plan, shown)) return plan;
  const alone = {
    environment: operation.spec.name,
    stacks: [plan],
    notPlanned: [],
    left: NONE_LEFT,
    failure: undefined,
    terraform: "",
  };
  show(
    `${stack.id}: the plan differs from the one that was shown.\n${renderPlan(alone, paintFor("stderr"))}`,
  );
  const isCovered = covers(shown, plan) || isPart(plan, shown);
  await approve([plan], { ...approval, yes: approval.yes && (!isKept || isCovered) });
  return plan;
}

/** Whether all that is done was shown. */
function isSame(plan: StackPlan, shown: StackPlan): boolean {
  return doesSame(plan, shown) && !shown.changesUnknown;
}

/**
 * Whether a yes to what was shown holds for a plan that differs: where it was said
 * that changes in place show only later, for these, and for nothing that goes.
 */
function covers(shown: StackPlan, plan: StackPlan): boolean {
  const going = ({ changes }: StackPlan) =>
    changes
      .filter(({ action }) => action !== "create" && action !== "update")
      .map(({ address }) => address);
  return shown.changesUnknown && going(plan).every((address) => going(shown).includes(address));
}

/** Whether a plan does nothing but what was shown: the rest of an apply that failed. */
function isPart(plan: StackPlan, shown: StackPlan): boolean {
  return plan.changes.every(({ address, action }) =>
    shown.changes.some((change) => change.address === address && change.action === action),
  );
}

/** Whether two plans do the same to the same resources of the same stack. */
export function doesSame(one: StackPlan, other: StackPlan): boolean {
  const told = ({ id, changes }: StackPlan) =>
    [id, ...changes.map(({ address, action }) => `${address} ${action}`).sort()].join("\n");
  return told(one) === told(other);
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
  const terraform = await operation.runs.of(stack);
  operation.say(`${stack.id}: applying`);
  await terraform.apply(operation.plans.fileOf(stack.id), {
    onStart: (pid) => journal.applies(stack.id, pid),
    onResource: (progress) => tell(operation, stack.id, progress),
  });
  operation.plans.remove(stack.id);
  operation.outputs.forget(stack.id);
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
