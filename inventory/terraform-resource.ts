import { contentOfResource } from "./contents";
import { isObject, type JsonObject } from "./json";
import { readKubernetesObject } from "./kubernetes";
import { describePlace, type InventoryPart, type Place } from "./model";
import { applicationOfBlock } from "./releases/argo-terraform";
import { readHelmRelease, valuesIn } from "./releases/terraform";
import { manifestArgument, manifestInText } from "./text-manifests";
import { manifestOfResource } from "./typed-resources";

/** Where a Terraform resource stands. */
export type TerraformPlace = Extract<Place, { kind: "terraform" }>;

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
  if (type === "helm_release") return releaseOf(block, place);
  if (type === "kubernetes_manifest") return manifestOf(block, place);
  if (type === "argocd_application") return applicationOf(block, place);
  const argument = manifestArgument(type);
  if (argument !== undefined) {
    return readKubernetesObject({
      ...manifestInText(block, argument, describePlace(place)),
      place,
    });
  }
  const object = manifestOfResource(type, block);
  if (isObject(object)) return readKubernetesObject({ object, place });
  return { contents: [contentOfResource(place.address, block, place)] };
}

function releaseOf(block: JsonObject, place: TerraformPlace): InventoryPart {
  const release = readHelmRelease(block, place);
  const { kind, namespace, name } = release;
  // What is set by its path stands in its own arguments already.
  const values = valuesIn(block, place);
  const contents = [{ kind, namespace, name, place, value: { ...block, values } }];
  return { helmReleases: [release], contents };
}

/** Its text is the resource's own: it has more members than an Application has here. */
function applicationOf(block: JsonObject, place: TerraformPlace): InventoryPart {
  const { helmReleases = [] } = readKubernetesObject({
    object: applicationOfBlock(block, place),
    place,
  });
  return { helmReleases, contents: [contentOfResource(place.address, block, place)] };
}

/** A state may have the object alone; what stands beside it is text as well. */
function manifestOf(
  { manifest, object, ...beside }: JsonObject,
  place: TerraformPlace,
): InventoryPart {
  const found = manifest ?? object;
  const read = isObject(found) ? readKubernetesObject({ object: found, place }) : {};
  if (Object.keys(beside).length === 0) return read;
  const rest = contentOfResource(place.address, beside, place);
  return { ...read, contents: [...(read.contents ?? []), rest] };
}
