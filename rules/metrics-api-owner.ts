import type { EnvironmentSpec } from "../environments/schema";
import {
  type Declared,
  describe,
  type Inventory,
  METRICS_APIS,
  type MetricsApi,
} from "../inventory/model";
import { type Finding, findingAt, type Rule } from "./rule";

const id = "metrics-api-owner";

export const metricsApiOwner: Rule = {
  id,
  title: "Every metrics API that is needed has exactly one owner",
  why: "An APIService has one backend: the release applied last takes the API, and every autoscaler that reads it goes blind without an error. k3s ships a metrics-server of its own, and prometheus-adapter also registers the external API (KEDA's) as soon as `rules.external` has an entry.",
  severity: "error",
  remedy:
    "Switch one of the owners off in `environments/<name>.switches.json`, or name what the cluster brings in `cluster.provides`. Keep `rules.external` of prometheus-adapter empty and `rules.resource` unset.",
  check: (inventory, spec) => METRICS_APIS.flatMap((api) => checkApi(api, inventory, spec)),
};

/** What to do when nobody, or more than one, serves an API. */
const FIXES: Readonly<Record<MetricsApi, { readonly nobody: string; readonly several: string }>> = {
  "v1beta1.metrics.k8s.io": {
    nobody: "switch metrics-server on, or add it to cluster.provides if the cluster brings one",
    several:
      "switch metrics-server off where the cluster brings one, and leave rules.resource of prometheus-adapter unset",
  },
  "v1beta1.external.metrics.k8s.io": {
    nobody: "switch keda on",
    several: "leave the API to KEDA: set rules.external of prometheus-adapter to []",
  },
  "v1beta1.custom.metrics.k8s.io": {
    nobody: "switch prometheus-adapter on",
    several: "keep one release of prometheus-adapter",
  },
};

function checkApi(
  api: MetricsApi,
  { metricsApiOwners, autoscalers }: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const declared = metricsApiOwners.filter((owner) => owner.api === api);
  const owners: readonly Declared[] = [
    ...declared.map(({ owner }) => owner),
    ...(spec === undefined ? [] : providedBy(spec, api)),
  ];
  const [first] = owners;
  const needing = autoscalers.filter((autoscaler) => autoscaler.reads.includes(api));
  const [reader] = needing;
  // Content of no environment may be a part of what the cluster has: what is missing there is not judged.
  if (first === undefined && reader !== undefined && spec !== undefined) {
    return [
      findingAt(reader, {
        rule: id,
        severity: "error",
        message: `nobody serves ${api}: ${needing.map(describe).join(", ")} cannot see a metric`,
        fix: FIXES[api].nobody,
      }),
    ];
  }
  if (first === undefined || owners.length === 1) return [];
  return [
    findingAt(first, {
      rule: id,
      severity: "error",
      message: `${api} is served by ${owners.map(describe).join(" and ")}: the last one applied takes it from the others`,
      fix: FIXES[api].several,
    }),
  ];
}

/** The owner that the environment says its cluster brings. */
function providedBy({ name, cluster }: EnvironmentSpec, api: MetricsApi): readonly Declared[] {
  if (api !== "v1beta1.metrics.k8s.io" || !cluster.provides.includes("metrics-server")) return [];
  const place = { kind: "cluster", context: name } as const;
  return [{ kind: "Cluster", name: "metrics-server", place }];
}
