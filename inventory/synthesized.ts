import { buildInventory } from "./build";
import { contentsOfStack } from "./contents";
import { isObject, type JsonObject } from "./json";
import type { Inventory } from "./model";
import { LastRead } from "./last-read";
import { References } from "./references";
import { ignoresReplicas, withoutReplicas } from "./replicas-of-terraform";
import { parseStack, type StackSource } from "./stack-json";
import { terraformBlocks } from "./terraform-blocks";

export type { StackSource } from "./stack-json";

const lastRead = new LastRead();

/**
 * The inventory of one environment from its synthesized stacks. All of them
 * are needed: an object of one stack may refer to another through its outputs.
 *
 * @param last knows the resources of the environment before. @default the one of this process
 * @throws InventoryError naming the stack and, where known, the resource
 */
export function readSynthesized(
  sources: readonly StackSource[],
  last: LastRead = lastRead,
): Inventory {
  const stacks = sources.map(parseStack);
  const references = new References(stacks);
  const { read, end } = last.next();
  const parts = stacks.flatMap((stack) => {
    const resolve = references.in(stack);
    return Object.entries(stack.resource).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([id, block]) => {
        const place = { kind: "terraform", stack: stack.name, address: `${type}.${id}` } as const;
        const resolved = resolve(withoutNote(block));
        if (!isObject(resolved)) return {};
        const kept = ignoresReplicas(resolved) ? withoutReplicas(resolved) : resolved;
        return read(type, kept, place);
      }),
    );
  });
  end();
  const contents = sources.flatMap(({ name, json }) => contentsOfStack(name, json));
  const blocks = sources.flatMap(({ name, json }) => terraformBlocks(name, json));
  return buildInventory([...parts, { contents, terraformBlocks: blocks }]);
}

/** cdktf's note is of the construct that a resource was made by, and so of the environment. */
function withoutNote({ "//": _, ...own }: JsonObject): JsonObject {
  return own;
}
