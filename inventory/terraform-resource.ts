import { metricsApisOf, readHelmRelease } from "./helm-releases";
import { isObject, type JsonObject } from "./json";
import { readKubernetesObject } from "./kubernetes";
import type { InventoryPart, Place } from "./model";
import { manifestOfResource } from "./typed-resources";

/**
 * What one Terraform resource adds to an inventory; most types add nothing.
 *
 * @throws InventoryError when the resource does not have its type's shape
 */
export function readTerraformResource(
  type: string,
  block: JsonObject,
  place: Place,
): InventoryPart {
  if (type === "helm_release") {
    const release = readHelmRelease(block, place);
    return { helmReleases: [release], metricsApiOwners: metricsApisOf(release) };
  }
  const object =
    type === "kubernetes_manifest"
      ? (block.manifest ?? block.object)
      : manifestOfResource(type, block);
  return isObject(object) ? readKubernetesObject({ object, place }) : {};
}
