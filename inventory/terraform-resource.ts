import { contentOfResource } from "./contents";
import { metricsApisOf, readHelmRelease } from "./helm-releases";
import { isObject, type JsonObject } from "./json";
import { readKubernetesObject } from "./kubernetes";
import type { InventoryPart, Place } from "./model";
import { manifestOfResource } from "./typed-resources";

type TerraformPlace = Extract<Place, { kind: "terraform" }>;

/**
 * What one Terraform resource adds to an inventory: an object, a release, or its text alone.
 *
 * @throws InventoryError when the resource does not have its type's shape
 */
export function readTerraformResource(
  type: string,
  block: JsonObject,
  place: TerraformPlace,
): InventoryPart {
  if (type === "helm_release") {
    const release = readHelmRelease(block, place);
    const contents = [{ ...release, value: { ...block, values: release.values } }];
    return { helmReleases: [release], metricsApiOwners: metricsApisOf(release), contents };
  }
  const object =
    type === "kubernetes_manifest"
      ? (block.manifest ?? block.object)
      : manifestOfResource(type, block);
  if (isObject(object)) return readKubernetesObject({ object, place });
  return { contents: [contentOfResource(place.address, block, place)] };
}
