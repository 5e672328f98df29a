import { buildInventory } from "./build";
import { contentsOfStack } from "./contents";
import { isObject } from "./json";
import type { Inventory } from "./model";
import { References } from "./references";
import { ignoresReplicas, withoutReplicas } from "./replicas-of-terraform";
import { parseStack, type StackSource } from "./stack-json";
import { terraformBlocks } from "./terraform-blocks";
import { readTerraformResource } from "./terraform-resource";

export type { StackSource } from "./stack-json";

/**
 * The inventory of one environment from its synthesized stacks. All of them
 * are needed: an object of one stack may refer to another through its outputs.
 *
 * @throws InventoryError naming the stack and, where known, the resource
 */
export function readSynthesized(sources: readonly StackSource[]): Inventory {
  const stacks = sources.map(parseStack);
  const references = new References(stacks);
  const parts = stacks.flatMap((stack) => {
    const resolve = references.in(stack);
    return Object.entries(stack.resource).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([id, block]) => {
        const place = { kind: "terraform", stack: stack.name, address: `${type}.${id}` } as const;
        const resolved = resolve(block);
        if (!isObject(resolved)) return {};
        const kept = ignoresReplicas(resolved) ? withoutReplicas(resolved) : resolved;
        return readTerraformResource(type, kept, place);
      }),
    );
  });
  const contents = sources.flatMap(({ name, json }) => contentsOfStack(name, json));
  const blocks = sources.flatMap(({ name, json }) => terraformBlocks(name, json));
  return buildInventory([...parts, { contents, terraformBlocks: blocks }]);
}
