import { z } from "zod";
import { mergeValues } from "../../addons/kit/values";
import { type JsonObject, narrow } from "../json";
import { chartOf, parseValues, withSettings } from "./values";
import { flag } from "../kubernetes/schemas";
import { describePlace, type HelmRelease, type Place } from "../model";

const helmRelease = z.object({
  name: z.string(),
  namespace: z.string().nullish(),
  chart: z.string(),
  repository: z.string().nullish(),
  version: z.string().nullish(),
  take_ownership: flag,
  // Null is how the provider says that there are none.
  values: z.array(z.string()).nullish(),
});

/**
 * Reads a helm_release.
 *
 * @throws InventoryError when its values are not YAML mappings
 */
export function readHelmRelease(block: JsonObject, place: Place): HelmRelease {
  const where = describePlace(place);
  const { name, namespace, chart, repository, version, take_ownership } = narrow(
    helmRelease,
    block,
    where,
  );
  return {
    kind: "HelmRelease",
    namespace: namespace ?? "default",
    name,
    releaseNamespace: namespace ?? "default",
    releaseName: name,
    place,
    ...chartOf(chart, repository ?? undefined),
    version: version ?? undefined,
    takesOwnership: take_ownership ?? false,
    values: withSettings(valuesIn(block, place), block),
  };
}

/**
 * The values of its documents alone, without those that it sets by their paths.
 *
 * @throws InventoryError when they are not YAML mappings
 */
export function valuesIn(block: JsonObject, place: Place): JsonObject {
  const where = describePlace(place);
  const { values } = narrow(helmRelease.pick({ values: true }), block, where);
  return (values ?? []).map((document) => parseValues(document, where)).reduce(mergeValues, {});
}
