import { CommandFailure, machineFailure } from "../../runtime/failure";
import { seconds } from "../../runtime/progress";
import { StackFailure } from "../../runtime/terraform/stack-failure";
import { figures } from "../operation/figures";
import type { Journal } from "../operation/journal";
import type { LeftStacks } from "../operation/left-stacks";
import type { Operation } from "../operation/operation";
import type { StackPlan } from "../operation/saved-plans";
import { applyStack } from "./apply-stack";
import type { DeployDecision } from "./decide";
import { commandOf, type DeployOptions } from "./options";

/** What a deploy came to. */
export interface DeployOutcome {
  readonly environment: string;
  /** What was applied, in order. */
  readonly applied: readonly StackPlan[];
  /** Ids of stacks that had nothing to be applied. */
  readonly unchanged: readonly string[];
  /** Ids of stacks that wait, the one that failed first. */
  readonly notApplied: readonly string[];
  /** Stacks that are there, and not in the code any more. */
  readonly left: LeftStacks;
  /** Why it stopped. */
  readonly failure: CommandFailure | undefined;
  /** Command that goes on; undefined when all is applied. */
  readonly next: string | undefined;
}

/**
 * Applies what was decided, in order, up to the first stack that fails.
 *
 * @throws Error for a defect; what can fail is part of the outcome
 */
export async function applyStacks(
  operation: Operation,
  { order, approval }: DeployDecision,
  options: DeployOptions,
  journal: Journal,
): Promise<DeployOutcome> {
  const applied: StackPlan[] = [];
  const unchanged: string[] = [];
  for (const [index, shown] of order.entries()) {
    const started = Date.now();
    try {
      const done = await applyStack(operation, shown, { ...options, approval, journal });
      if (done === undefined) {
        unchanged.push(shown.id);
        continue;
      }
      applied.push(done);
      operation.say(`${shown.id}: applied, ${figures(done)} (${seconds(Date.now() - started)})`);
    } catch (error) {
      // A disk that is full is no reason to say nothing of what was applied before.
      const failure = error instanceof CommandFailure ? error : machineFailure(error);
      if (failure === undefined) throw error;
      if (failure instanceof StackFailure && failure.step === "apply") journal.fails();
      const waiting = order.slice(index);
      return {
        environment: operation.spec.name,
        applied,
        unchanged,
        notApplied: waiting.map(({ id }) => id),
        left: operation.left,
        failure,
        next: commandOf(
          operation,
          options,
          waiting.map(({ stack }) => stack),
        ),
      };
    }
  }
  journal.mends();
  return {
    environment: operation.spec.name,
    applied,
    unchanged,
    notApplied: [],
    left: operation.left,
    failure: undefined,
    next: undefined,
  };
}
