import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { stackOfId } from "../../environments/applications";
import { type StackName, stackNames } from "../../environments/stack-names";
import { CommandFailure } from "../../runtime/failure";
import { endOf, managedResources } from "../operation/left-stacks";
import type { Operation } from "../operation/operation";
import type { StackPlan } from "../operation/saved-plans";

const stackJson = z.object({
  terraform: z.object({ backend: z.unknown().optional(), cloud: z.unknown().optional() }),
});

/**
 * A stack that the code no longer makes is not planned, and what it made stays.
 * To be asked before a controller goes that it may still need: without External
 * Secrets there is no stack `secrets`.
 *
 * @throws CommandFailure naming a stack whose state still holds resources
 */
export async function requireNoneLeft(operation: Operation): Promise<void> {
  const names = new Set(operation.all.map(({ name }) => name));
  const { spec, left } = operation;
  // Terraform Cloud tells of environments that left the data, too.
  const own = left.stacks.filter(({ id, name }) => id === `${spec.name}-${name}`);
  const candidates = [...stackNames(spec), ...own.map(({ name }) => name)];
  for (const name of new Set(candidates.filter((each) => !names.has(each)))) {
    await requireNone(operation, name, "the controller that takes off their finalizers would go");
  }
}

/**
 * An application that is taken out takes its namespace out of the platform. What its own stack
 * made would go with it behind that stack's back, and the stack could not be destroyed any more:
 * it reads outputs that the platform no longer has.
 *
 * @throws CommandFailure naming a stack whose state still holds resources
 */
export async function requireNamespacesEmpty(
  operation: Operation,
  plans: readonly StackPlan[],
): Promise<void> {
  for (const { type, action, address } of plans.flatMap(({ changes }) => changes)) {
    if (type !== "kubernetes_namespace_v1" || action !== "delete") continue;
    const stack = applicationStackOf(address);
    if (stack === undefined || operation.all.some((each) => each.name === stack)) continue;
    await requireNone(operation, stack, `${address} would go, and all in it`);
  }
}

/** The construct's id in the address of a namespace: ids have no underscore, and a hash ends the address. */
const NAMESPACE = /[_.]([a-z0-9-]+)_namespace_[0-9A-F]{8}$/;

/** Stack of the application that a namespace of the platform is for; undefined: of none. */
export function applicationStackOf(address: string): string | undefined {
  const id = NAMESPACE.exec(address)?.[1];
  return id === undefined ? undefined : stackOfId(id);
}

async function requireNone(operation: Operation, name: StackName, harm: string): Promise<void> {
  const id = `${operation.spec.name}-${name}`;
  const left = await resourcesOf(operation, id);
  if (left === 0) return;
  throw new CommandFailure(
    `${id} is not in the code any more, its state still holds ${left} resources, and ${harm}`,
    `destroy it first: ${endOf({ id, name, kind: operation.spec.state.kind })}`,
  );
}

async function resourcesOf(operation: Operation, id: string): Promise<number> {
  const [known] = operation.all;
  if (known === undefined) return 0;
  const { backend, cloud } = stackJson.parse(known.json).terraform;
  // States of an environment differ in the stack's id only.
  const terraform: unknown = JSON.parse(
    JSON.stringify({ backend, cloud }).replaceAll(known.id, id),
  );
  const folder = operation.runs.folderOf(id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
  const state = operation.runs.inFolder(id, folder);
  await state.init();
  return managedResources(await state.pull());
}
