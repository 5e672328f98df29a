import { isObject } from "../../inventory/json";
import { CommandFailure } from "../../runtime/failure";
import type { Operation } from "../operation/operation";
import type { StackPlan } from "../operation/saved-plans";
import type { SynthesizedStack } from "../synthesis/synthesize";
import { requireNoneLeft } from "./removed-stacks";

/** Charts whose controller must run while objects of its kinds are deleted, with their API groups. */
const CONTROLLERS: readonly { readonly release: RegExp; readonly group: string }[] = [
  { release: /^helm_release\.keda_/, group: "keda.sh" },
  { release: /^helm_release\.external-secrets_/, group: "external-secrets.io" },
];

/**
 * The order of an apply. As the stacks depend on each other, but for one case:
 * when a controller goes, the stacks that have objects of its kinds come first.
 * Their finalizers are taken off by that controller only; without it the objects,
 * and their namespace, are never gone.
 *
 * @param plans of the stacks that are applied, in the order of dependency
 * @throws CommandFailure when a stack that must come first is not applied, cannot be planned yet, or is not in the code any more
 */
export async function applyOrder(
  operation: Operation,
  plans: readonly StackPlan[],
): Promise<readonly StackPlan[]> {
  let order = plans;
  for (const plan of plans) {
    const groups = CONTROLLERS.filter(({ release }) =>
      plan.changes.some(({ address, action }) => action === "delete" && release.test(address)),
    ).map(({ group }) => group);
    if (groups.length === 0) continue;
    await requireNoneLeft(operation);
    const users = await usersOf(operation, plan, groups);
    const first = users.map((user) => planOf(user, order, plan));
    order = [
      ...order.slice(0, order.indexOf(plan)).filter((each) => !first.includes(each)),
      ...first,
      ...order.slice(order.indexOf(plan)).filter((each) => !first.includes(each)),
    ];
    if (first.length > 0) {
      operation.say(
        `${first.map(({ id }) => id).join(", ")} before ${plan.id}: ${groups.join(", ")} is switched off, and only its controller takes the finalizers off its objects`,
      );
    }
  }
  return order;
}

/** Later stacks whose state has objects of these groups. */
async function usersOf(
  operation: Operation,
  { id }: StackPlan,
  groups: readonly string[],
): Promise<readonly SynthesizedStack[]> {
  const later = operation.all.slice(operation.all.findIndex((stack) => stack.id === id) + 1);
  const users: SynthesizedStack[] = [];
  for (const stack of later) {
    const found = manifestGroups(await (await operation.runs.of(stack)).show());
    if (groups.some((group) => found.has(group))) users.push(stack);
  }
  return users;
}

/** API groups of the custom resources in `terraform show -json`. */
function manifestGroups(state: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isObject(value)) return;
    const { type, values } = value;
    const manifest = isObject(values) ? values["manifest"] : undefined;
    if (type === "kubernetes_manifest" && isObject(manifest)) {
      const { apiVersion } = manifest;
      if (typeof apiVersion === "string") found.add(apiVersion.split("/")[0] ?? "");
    }
    Object.values(value).forEach(visit);
  };
  visit(state);
  return found;
}

function planOf(
  { id, name }: SynthesizedStack,
  plans: readonly StackPlan[],
  blocked: StackPlan,
): StackPlan {
  const environment = id.slice(0, -(name.length + 1));
  const found = plans.find((plan) => plan.id === id);
  if (found === undefined) {
    throw new CommandFailure(
      `${blocked.id} would remove a controller that ${id} still has objects of: their finalizers would hold them for ever`,
      `apply both: npm run deploy -- ${environment} ${blocked.stack} ${name}`,
    );
  }
  if (found.basis === "declared") {
    throw new CommandFailure(
      `${id} must be applied before ${blocked.id}, which removes a controller, and after it, since ${found.because ?? "it reads its outputs"}`,
      "switch the controller off in a change of its own, and apply that first",
    );
  }
  return found;
}
