import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { InventoryError, isObject, type JsonObject, narrow } from "./json";
import { flag } from "./kubernetes/schemas";
import {
  describePlace,
  type HelmRelease,
  type MetricsApi,
  type MetricsApiOwner,
  type Place,
} from "./model";

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
    values: values.map((document) => parseValues(document, where)).reduce(merge, {}),
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

/** Later values win, mappings are merged: Helm's own order. */
function merge(earlier: JsonObject, later: JsonObject): JsonObject {
  const merged = Object.entries(later).map(([key, value]) => {
    const before = earlier[key];
    return [key, isObject(before) && isObject(value) ? merge(before, value) : value];
  });
  return { ...earlier, ...Object.fromEntries(merged) };
}

/** Which metrics APIs a release registers; from each chart's APIService templates. */
export function metricsApisOf(release: HelmRelease): readonly MetricsApiOwner[] {
  return apisOfChart(release).map((api) => ({ api, owner: release }));
}

function apisOfChart({ chart, values }: HelmRelease): readonly MetricsApi[] {
  switch (chart) {
    case "metrics-server":
      return member(values, "apiService").create === false ? [] : ["v1beta1.metrics.k8s.io"];
    case "keda":
      return ["v1beta1.external.metrics.k8s.io"];
    case "prometheus-adapter":
      return apisOfAdapter(member(values, "rules"));
    default:
      return [];
  }
}

/** `rules.default` is true unless switched off; `external` and `resource` register only when filled. */
function apisOfAdapter(rules: JsonObject): readonly MetricsApi[] {
  return [
    ...(rules.default !== false || filled(rules.custom)
      ? (["v1beta1.custom.metrics.k8s.io"] as const)
      : []),
    ...(filled(rules.external) ? (["v1beta1.external.metrics.k8s.io"] as const) : []),
    ...(filled(rules.resource) ? (["v1beta1.metrics.k8s.io"] as const) : []),
  ];
}

function member(values: JsonObject, key: string): JsonObject {
  const value = values[key];
  return isObject(value) ? value : {};
}

/** What a Helm template takes for true: a list or mapping with something in it. */
function filled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && Object.keys(value).length > 0;
}
