import { metricsApisOf, readHelmRelease } from "./helm-releases";
import { isObject, type JsonObject } from "./json";
import { readKubernetesObject } from "./kubernetes";
import type { Inventory, Place } from "./model";
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
        const place = { stack: stack.name, address: `${type}.${id}` };
        const resolved = resolve(block);
        return isObject(resolved) ? readResource(type, resolved, place) : {};
      }),
    );
  });
  return {
    workloads: parts.flatMap((part) => part.workloads ?? []),
    autoscalers: parts.flatMap((part) => part.autoscalers ?? []),
    claims: parts.flatMap((part) => part.claims ?? []),
    storageClasses: parts.flatMap((part) => part.storageClasses ?? []),
    serviceAccounts: parts.flatMap((part) => part.serviceAccounts ?? []),
    secrets: parts.flatMap((part) => part.secrets ?? []),
    helmReleases: parts.flatMap((part) => part.helmReleases ?? []),
    metricsApiOwners: parts.flatMap((part) => part.metricsApiOwners ?? []),
  };
}

function readResource(type: string, block: JsonObject, place: Place): Partial<Inventory> {
  const where = `stack ${place.stack}, ${place.address}`;
  if (type === "helm_release") {
    const release = readHelmRelease(block, place, where);
    return { helmReleases: [release], metricsApiOwners: metricsApisOf(release) };
  }
  const object = type === "kubernetes_manifest" ? block.manifest : manifestOfResource(type, block);
  return isObject(object) ? readKubernetesObject({ object, place, where }) : {};
}
