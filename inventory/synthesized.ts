import { buildInventory } from "./build";
import { contentOfResource, contentsOfStack } from "./contents";
import { metricsApisOf, readHelmRelease } from "./helm-releases";
import { isObject, type JsonObject } from "./json";
import { readKubernetesObject } from "./kubernetes";
import type { Inventory, InventoryPart, Place } from "./model";
import { References } from "./references";
import { parseStack, type StackSource } from "./stack-json";
import { manifestOfResource } from "./typed-resources";

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
        return isObject(resolved) ? readResource(type, resolved, place) : {};
      }),
    );
  });
  const contents = sources.flatMap(({ name, json }) => contentsOfStack(name, json));
  return buildInventory([...parts, { contents }]);
}

type TerraformPlace = Extract<Place, { kind: "terraform" }>;

function readResource(type: string, block: JsonObject, place: TerraformPlace): InventoryPart {
  if (type === "helm_release") {
    const release = readHelmRelease(block, place);
    const { kind, namespace, name, values } = release;
    const contents = [{ kind, namespace, name, place, value: { ...block, values } }];
    return { helmReleases: [release], metricsApiOwners: metricsApisOf(release), contents };
  }
  const object = type === "kubernetes_manifest" ? block.manifest : manifestOfResource(type, block);
  if (!isObject(object)) return { contents: [contentOfResource(place.address, block, place)] };
  const read = readKubernetesObject({ object, place });
  if (type !== "kubernetes_manifest") return read;
  const rest = { ...block, manifest: undefined };
  return {
    ...read,
    contents: [...(read.contents ?? []), contentOfResource(place.address, rest, place)],
  };
}
