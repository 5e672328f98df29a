import { seconds } from "../../runtime/progress";
import type { LeftStacks } from "./left-stacks";
import { requireIdle } from "./journal";
import { StackFailure } from "../../runtime/terraform/stack-failure";
import { type Operation, startOperation } from "./operation";
import { type OperationOptions, plansFolder } from "./options";
import { planStack } from "./plan-stack";
import { figures } from "./figures";
import type { StackPlan } from "./saved-plans";

/** The plans of an environment's stacks. */
export interface EnvironmentPlan {
  readonly environment: string;
  /** Plans, in the order of application; after a failure the later ones are missing. */
  readonly stacks: readonly StackPlan[];
  /** Ids of stacks that were not planned, since an earlier one failed. */
  readonly notPlanned: readonly string[];
  /** Stacks that are there, and not in the code any more: no plan has them. */
  readonly left: LeftStacks;
  readonly failure: StackFailure | undefined;
  /** Of the program, with its version. */
  readonly terraform: string;
}

/**
 * Plans stacks of an environment in the order of application, and keeps the plans
 * in `.plans/<environment>/`. A stack that reads outputs which are not there yet is
 * planned with what the earlier stacks' code declares.
 *
 * @throws ConfigurationError for wrong data, CommandFailure when a rule fails, Terraform is missing or a deploy is at work
 */
export async function planEnvironment(options: OperationOptions): Promise<EnvironmentPlan> {
  requireIdle(plansFolder(options));
  return planOperation(await startOperation(options));
}

/** As {@link planEnvironment}, of what is already synthesized and proven. */
export async function planOperation(operation: Operation): Promise<EnvironmentPlan> {
  const { chosen, binary, spec, left, say } = operation;
  const planned: StackPlan[] = [];
  const pending = new Set<string>();
  let failure: StackFailure | undefined;
  for (const stack of chosen) {
    const started = Date.now();
    say(`${stack.id}: planning`);
    try {
      const plan = await planStack(operation, stack, pending);
      planned.push(plan);
      if (hasChanges(plan)) pending.add(stack.id);
      say(`${stack.id}: ${figures(plan)} (${seconds(Date.now() - started)})`);
    } catch (error) {
      if (!(error instanceof StackFailure)) throw error;
      failure = error;
      break;
    }
  }
  return {
    environment: spec.name,
    stacks: planned,
    notPlanned: chosen.slice(planned.length).map(({ id }) => id),
    left,
    failure,
    terraform: `${binary.product} ${binary.version}`,
  };
}

/** Whether an apply would do anything. */
export function hasChanges({ changes, outputs, changesUnknown }: StackPlan): boolean {
  return changes.length > 0 || outputs.length > 0 || changesUnknown;
}
