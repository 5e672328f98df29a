import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { knownChart } from "../addons";
import { mergeValues } from "../addons/kit/values";
import { InventoryError, isObject, type JsonObject, narrow } from "./json";
import { flag } from "./kubernetes/schemas";
import { describePlace, type HelmRelease, type MetricsApiOwner, type Place } from "./model";

const helmRelease = z.object({
  name: z.string(),
  namespace: z.string().default("default"),
  chart: z.string(),
  repository: z.string().nullish(),
  version: z.string().nullish(),
  take_ownership: flag,
  values: z.array(z.string()).default([]),
});

/**
 * Reads a helm_release.
 *
 * @throws InventoryError when its values are not YAML mappings
 */
export function readHelmRelease(block: JsonObject, place: Place): HelmRelease {
  const where = describePlace(place);
  const { name, namespace, chart, repository, version, values, take_ownership } = narrow(
    helmRelease,
    block,
    where,
  );
  return {
    kind: "HelmRelease",
    namespace,
    name,
    place,
    chart: chartName(chart),
    repository: repository ?? undefined,
    version: version ?? undefined,
    takesOwnership: take_ownership ?? false,
    values: values.map((document) => parseValues(document, where)).reduce(mergeValues, {}),
  };
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
