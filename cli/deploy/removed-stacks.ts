import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { stackNames } from "../../environments/stack-names";
import { CommandFailure } from "../../runtime/failure";
import type { Operation } from "../operation/operation";

const stackJson = z.object({
  terraform: z.object({ backend: z.unknown().optional(), cloud: z.unknown().optional() }),
});
/** https://developer.hashicorp.com/terraform/cli/commands/state/pull */
const rawState = z.object({ resources: z.array(z.object({ mode: z.string() })).default([]) });

/**
 * A stack that the code no longer makes is not planned, and what it made stays.
 * To be asked before a controller goes that it may still need: without External
 * Secrets there is no stack `secrets`.
 *
 * @throws CommandFailure naming a stack whose state still holds resources
 */
export async function requireNoneLeft(operation: Operation): Promise<void> {
  const { name: environment } = operation.spec;
  const names = new Set(operation.all.map(({ name }) => name));
  for (const name of stackNames(operation.spec).filter((each) => !names.has(each))) {
    const left = await resourcesOf(operation, `${environment}-${name}`);
    if (left === 0) continue;
    throw new CommandFailure(
      `${environment}-${name} is not in the code any more, its state still holds ${left} resources, and the controller that takes off their finalizers would go`,
      `destroy it first: put the change away, npx cdktf destroy ${environment}-${name}, take the change back, and repeat`,
    );
  }
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
  const { resources } = rawState.parse((await state.pull()) ?? {});
  return resources.filter(({ mode }) => mode === "managed").length;
}
