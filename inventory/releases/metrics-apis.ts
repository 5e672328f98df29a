import { isObject, type JsonObject } from "../json";
import type { HelmRelease, MetricsApi, MetricsApiOwner } from "../model";

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
