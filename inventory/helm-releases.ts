import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { knownChart } from "../addons";
import { mergeValues } from "../addons/kit/values";
import { InventoryError, isObject, type JsonObject, narrow } from "./json";
import { withSettings } from "./helm-values";
import { flag } from "./kubernetes/schemas";
import { describePlace, type HelmRelease, type MetricsApiOwner, type Place } from "./model";

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
    place,
    chart: chartName(chart),
    repository: repository ?? undefined,
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

/** A chart may be a name, a folder, an oci:// address or `<name>-<version>.tgz`. */
function chartName(chart: string): string {
  return path.posix.basename(chart).replace(/-v?\d+\.\d+\.\d+[^/]*\.tgz$/, "");
}

function parseValues(document: string, where: string): JsonObject {
  let values: unknown;
  try {
    values = parse(document);
  } catch (error) {
    // The lines after the first quote the document, with whatever secrets are in it.
    const [reason] = String(error).split("\n");
    throw new InventoryError(where, `values are not YAML: ${reason}`);
  }
  if (values === null) return {};
  if (isObject(values)) return values;
  throw new InventoryError(where, "values are not a mapping that can be read before the apply");
}

/** Which metrics APIs a release registers */
export function metricsApisOf(release: HelmRelease): readonly MetricsApiOwner[] {
  const apis = knownChart(release.chart)?.metricsApis?.(release.values) ?? [];
  return apis.map((api) => ({ api, owner: release }));
}
