import { seconds } from "../../runtime/progress";
import { CommandFailure, machineFailure } from "../../runtime/failure";
import { Operation, type OperationOptions, plansFolder } from "../operation/operation";
import { hasChanges } from "../operation/plan-environment";
import { figures } from "../operation/figures";
import { paintFor, renderPlan } from "../operation/render-plan";
import type { StackPlan } from "../operation/saved-plans";
import { StackFailure } from "../../runtime/terraform/stack-failure";
import { applyStack, doesSame } from "./apply-stack";
import { type Approval, approve } from "./approval";
import { requireCommitted } from "./guards";
import { Journal } from "../operation/journal";
import { requireEnforcedPolicies } from "./network-policies-guard";
import { requireSeparateResize } from "./node-groups-guard";
import { applyOrder } from "./order";
import { firstPlans, keptPlans } from "./plans";
import { unlock } from "./unlock";

export interface DeployOptions extends OperationOptions, Omit<Approval, "command"> {
  /**
   * Apply the plans that `npm run plan` kept, where they still hold. `yes` is then
   * for these: a plan that differs from them is asked for, and refused without a terminal.
   */
  readonly plan: boolean;
  /**
   * Take away locks that an apply left on Helm releases, although the deploy
   * before this one did not break off here. Only where no other apply is at work.
   */
  readonly unlockReleases: boolean;
  /**
   * Why it may be deployed where network policies are not enforced.
   *
   * @default it may not
   */
  readonly openNetwork?: string;
  /** Takes what people should see before they agree. */
  readonly show: (text: string) => void;
}

/** What a deploy came to. */
export interface DeployOutcome {
  readonly environment: string;
  /** What was applied, in order. */
  readonly applied: readonly StackPlan[];
  /** Ids of stacks that had nothing to be applied. */
  readonly unchanged: readonly string[];
  /** Ids of stacks that wait, the one that failed first. */
  readonly notApplied: readonly string[];
  /** Why it stopped. */
  readonly failure: CommandFailure | undefined;
  /** Command that goes on; undefined when all is applied. */
  readonly next: string | undefined;
}

/**
 * Plans stacks of an environment, gets the agreement, and applies them in order,
 * up to the first that fails. A plan that no longer holds when its turn comes is
 * made again, shown where it differs, and agreed to again.
 *
 * @throws ConfigurationError for wrong data; CommandFailure when nothing was applied: a rule fails, production is not committed, the cluster enforces no network policies, another deploy is at work, a plan fails, or the agreement is not given
 */
export async function deployEnvironment(options: DeployOptions): Promise<DeployOutcome> {
  // Before anything is synthesized: a deploy at work reads what that would write.
  const journal = await Journal.open(plansFolder(options), options.say);
  try {
    const operation = new Operation(options);
    requireCommitted(operation.spec);
    await requireEnforcedPolicies(operation.spec, options.openNetwork, options.say);
    const forLocal = operation.spec.state.kind === "local" && journal.isAfterBreak;
    if (options.unlockReleases || forLocal) {
      await unlock(operation);
      journal.mends();
    }
    return await planAndApply(operation, options, journal);
  } finally {
    journal.close();
  }
}

async function planAndApply(
  operation: Operation,
  options: DeployOptions,
  journal: Journal,
): Promise<DeployOutcome> {
  const approval = { ...options, command: commandOf(operation, options, options.stacks ?? []) };
  const kept = options.plan ? keptPlans(operation) : undefined;
  const planned = await firstPlans(operation, options.plan);
  options.show(renderPlan(planned, paintFor("stderr")));
  if (planned.failure !== undefined) throw planned.failure;
  requireSeparateResize(planned.stacks, operation.spec.name);
  const order = await applyOrder(operation, planned.stacks);
  // A yes to kept plans holds for these alone: no others were shown.
  const isKept =
    kept === undefined || order.every((plan) => kept.some((each) => doesSame(plan, each)));
  if (order.some(hasChanges)) await approve(order, { ...approval, yes: options.yes && isKept });
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
      const left = order.slice(index);
      return {
        environment: operation.spec.name,
        applied,
        unchanged,
        notApplied: left.map(({ id }) => id),
        failure,
        next: commandOf(
          operation,
          options,
          left.map(({ stack }) => stack),
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
    failure: undefined,
    next: undefined,
  };
}

/** The command that does the same for stacks; without one, for all. */
function commandOf(
  { spec, all }: Operation,
  { binary, providerLock, plan, yes, allowDestroy, openNetwork, ask }: DeployOptions,
  stacks: readonly string[],
): string {
  return [
    "npm run deploy --",
    spec.name,
    ...(stacks.length === all.length ? [] : stacks),
    ...(binary === undefined ? [] : ["--binary", binary]),
    ...(providerLock === undefined ? [] : ["--provider-lock", providerLock]),
    // Without it the yes to what was kept would become one to whatever is planned then.
    ...(plan ? ["--plan"] : []),
    ...(yes && ask === undefined ? ["--yes"] : []),
    ...(openNetwork === undefined
      ? []
      : [`--accept-open-network '${openNetwork.replaceAll("'", "'\\''")}'`]),
    ...allowDestroy.map((address) => `--allow-destroy '${address}'`),
  ].join(" ");
}
