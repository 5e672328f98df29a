import type { EnvironmentSpec } from "../../environments/schema";
import {
  type Declared,
  describe,
  describePlace,
  type Inventory,
  METRICS_APIS,
  type MetricsApi,
} from "../../inventory/model";
import { claimsOn, isRelease } from "./metrics-api-claims";
import { type Finding, findingAt, type Rule } from "../engine/rule";

const id = "metrics-api-owner";

export const metricsApiOwner: Rule = {
  id,
  title: "Every metrics API that is needed has exactly one owner",
  why: "An APIService has one backend: the release applied last takes the API, and every autoscaler that reads it goes blind without an error. k3s ships a metrics-server of its own, and prometheus-adapter also registers the external API (KEDA's) as soon as `rules.external` has an entry. Helm refuses an APIService that is somebody else's, unless `take_ownership` hides the clash.",
  severity:
    "error; warning in content of no environment, which may hold alternatives, and for a metrics-server on a k3s whose data does not say whether its own is off",
  remedy:
    "Switch one of the owners off in `environments/<name>.switches.json`, or name what the cluster brings in `cluster.provides`. Keep `rules.external` of prometheus-adapter empty and `rules.resource` unset; never set `take_ownership`.",
  check: (inventory, spec) => [
    ...METRICS_APIS.flatMap((api) => checkApi(api, inventory, spec)),
    ...takenByForce(inventory),
  ],
};

/** What to do when no release, or more than one, serves an API. */
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
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const owners = claimsOn(api, inventory, spec);
  const [first] = owners;
  // Content of no environment may be a part of what the cluster has: what is missing there is not judged.
  if (first === undefined) return spec === undefined ? [] : nobody(api, inventory);
  if (owners.length > 1) {
    return [
      findingAt(first, {
        rule: id,
        severity: spec === undefined ? "warning" : "error",
        message: `${api} is served by ${owners.map(named).join(" and ")}: the last one applied takes it from the others`,
        fix: FIXES[api].several,
      }),
    ];
  }
  // https://docs.k3s.io/installation/packaged-components
  const besideBuiltIn = spec?.cluster.kind === "k3s" && isRelease(first);
  return besideBuiltIn && api === "v1beta1.metrics.k8s.io"
    ? [
        findingAt(first, {
          rule: id,
          severity: "warning",
          message: `serves ${api} on k3s, which brings a metrics-server of its own unless it runs with --disable=metrics-server`,
          fix: 'switch it off and add "metrics-server" to cluster.provides',
        }),
      ]
    : [];
}

/** Two files may declare one APIService: the place tells them apart. */
function named(owner: Declared): string {
  const { place } = owner;
  return place.kind === "file" ? `${describe(owner)} (${describePlace(place)})` : describe(owner);
}

function nobody(api: MetricsApi, { autoscalers }: Inventory): readonly Finding[] {
  const needing = autoscalers.filter((autoscaler) => autoscaler.reads.includes(api));
  const [reader] = needing;
  if (reader === undefined) return [];
  return [
    findingAt(reader, {
      rule: id,
      severity: "error",
      message: `no release serves ${api}: ${needing.map(describe).join(", ")} cannot see a metric`,
      fix: FIXES[api].nobody,
    }),
  ];
}

/** https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release#take_ownership */
function takenByForce({ metricsApiOwners, helmReleases }: Inventory): readonly Finding[] {
  const owning = new Set(metricsApiOwners.map(({ owner }) => owner));
  return helmReleases
    .filter((release) => release.takesOwnership && owning.has(release))
    .map((release) =>
      findingAt(release, {
        rule: id,
        severity: "error",
        message:
          "sets take_ownership: it takes its metrics API from the release that has it, without an error",
        fix: `leave take_ownership out of ${describe(release)}`,
      }),
    );
}
