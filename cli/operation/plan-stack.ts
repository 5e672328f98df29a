import path from "node:path";
import type { SynthesizedStack } from "../synthesis/synthesize";
import { StackFailure } from "../../runtime/terraform/stack-failure";
import { countChanges, type PlanContent, readChanges } from "./changes";
import { againstState, isEmptyState, planDeclared } from "./declared-plan";
import { currentCommit } from "../../runtime/git";
import { codeHash, type Operation } from "./operation";
import type { StackPlan } from "./saved-plans";
import { shownChanges } from "./shown-changes";
import type { ConsumedOutput } from "./upstream";

/** Errors that mean: the chart of this kind is yet to be installed by an earlier stack. */
const KIND_IS_MISSING =
  /no matches for kind|API did not recognize GroupVersionKind|no match for GroupVersion/;

/**
 * Plans one stack and keeps the plan.
 *
 * @param pending ids of earlier stacks that have changes themselves
 * @throws StackFailure when Terraform cannot plan it
 */
export async function planStack(
  operation: Operation,
  stack: SynthesizedStack,
  pending: ReadonlySet<string> = new Set(),
): Promise<StackPlan> {
  await operation.outputs.readFor(stack);
  const consumed = operation.outputs.consumedBy(stack.id);
  const missing = consumed.filter(
    ({ producer, output }) => operation.outputs.of(producer)[output] === undefined,
  );
  if (missing.length > 0) {
    return declaredPlan(operation, stack, consumed, reasonOf(operation, missing));
  }
  try {
    return await statePlan(operation, stack);
  } catch (error) {
    if (pending.size === 0 || !isMissingKind(error)) throw error;
    const because = `a kind is not in the cluster before ${[...pending].join(", ")} is applied`;
    return declaredPlan(operation, stack, consumed, because);
  }
}

function isMissingKind(error: unknown): boolean {
  return (
    error instanceof StackFailure && error.errors.every(({ cause }) => KIND_IS_MISSING.test(cause))
  );
}

/** `staging-platform was never applied`, or which outputs it lacks. */
function reasonOf(operation: Operation, missing: readonly ConsumedOutput[]): string {
  const producers = [...new Set(missing.map(({ producer }) => producer))];
  return producers
    .map((producer) =>
      Object.keys(operation.outputs.of(producer)).length === 0
        ? `${producer} was never applied`
        : `${producer} lacks outputs that its code has`,
    )
    .join(", ");
}

async function statePlan(operation: Operation, stack: SynthesizedStack): Promise<StackPlan> {
  const terraform = await operation.runs.of(stack);
  const file = operation.plans.fileOf(stack.id);
  await terraform.plan(file);
  const content = readChanges(await terraform.show(file));
  const plan = describe(operation, stack, content, { basis: "state", changesUnknown: false });
  keep(operation, stack, plan, operation.outputs.hashFor(stack));
  return plan;
}

async function declaredPlan(
  operation: Operation,
  stack: SynthesizedStack,
  consumed: readonly ConsumedOutput[],
  because: string,
): Promise<StackPlan> {
  const folder = path.join(operation.plans.folder, "declared", stack.id);
  const declared = await planDeclared({
    json: stack.json,
    consumed,
    valuesOf: (producer) => operation.outputs.of(producer),
    folder,
    terraform: operation.runs.inFolder(stack.id, folder),
    lockProviders: (copy, json) => operation.runs.lockProviders(copy, json),
  });
  const state = await (await operation.runs.of(stack)).show();
  const content = againstState(declared, state);
  const changesUnknown = !isEmptyState(state);
  const plan = describe(operation, stack, content, { basis: "declared", because, changesUnknown });
  keep(operation, stack, plan, undefined);
  return plan;
}

function describe(
  { spec }: Operation,
  { id, name }: SynthesizedStack,
  content: PlanContent,
  how: Pick<StackPlan, "basis" | "because" | "changesUnknown">,
): StackPlan {
  return {
    stack: name,
    id,
    ...how,
    counts: countChanges(content.changes),
    changes: shownChanges(content.changes, spec),
    outputs: content.outputs,
  };
}

function keep(
  { plans, binary }: Operation,
  stack: SynthesizedStack,
  shown: StackPlan,
  upstream: string | undefined,
): void {
  const { id: commit, uncommitted } = currentCommit();
  plans.save(
    {
      createdAt: new Date().toISOString(),
      commit,
      uncommitted: uncommitted.length > 0,
      code: codeHash(stack),
      upstream,
      product: binary.product,
      terraform: binary.version,
      shown,
    },
    shown.basis === "state",
  );
}
