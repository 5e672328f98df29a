import { knownChart } from "../../addons";
import type { EnvironmentSpec } from "../../environments/schema";
import { stackNames } from "../../environments/stack-names";
import { valueAt } from "../../environments/value-at";
import { groupBy } from "../../inventory/group-by";
import {
  type CustomResource,
  describe,
  type HelmRelease,
  type Inventory,
} from "../../inventory/model";
import { RELEASE_PINS } from "./release-versions";
import { type Finding, findingAt } from "../engine/rule";

/** https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
const POLICY = "helm.sh/resource-policy";

/** CRDs stay when their chart is uninstalled, where the environment says so. */
export function crdsAreKept(
  release: HelmRelease,
  { platform }: EnvironmentSpec,
): readonly Finding[] {
  const crds = knownChart(release.chart)?.crds;
  const annotations = crds?.annotations;
  if (platform.crdsOnUninstall !== "keep" || annotations === undefined) return [];
  if (!bringsCrds(release) || valueAt(release.values, [...annotations, POLICY]) === "keep")
    return [];
  return [
    findingAt(release, {
      rule: RELEASE_PINS,
      severity: "error",
      message: `brings its CRDs as templates, and platform.crdsOnUninstall is keep: uninstalling it deletes them, and with them every custom resource of ${crds?.groups[0]}`,
      fix: `set the chart's value ${annotations.join(".")} to {"${POLICY}": "keep"}`,
    }),
  ];
}

function bringsCrds({ chart, values }: HelmRelease): boolean {
  const crds = knownChart(chart)?.crds;
  if (crds === undefined) return false;
  return crds.install === undefined || valueAt(values, crds.install) !== false;
}

/** A custom resource is in a later stack than the chart that brings its CRD. */
export function crdsComeFirst(inventory: Inventory, spec: EnvironmentSpec): readonly Finding[] {
  const bringers = inventory.helmReleases.filter(bringsCrds);
  const byGroup = groupBy(
    bringers.flatMap((release) =>
      (knownChart(release.chart)?.crds?.groups ?? []).map((group) => ({ group, release })),
    ),
    ({ group }) => group,
  );
  return inventory.customResources.flatMap((resource) => {
    const releases = (byGroup.get(resource.group) ?? []).map(({ release }) => release);
    const [first] = releases;
    if (first === undefined || releases.some((release) => comesAfter(resource, release, spec))) {
      return [];
    }
    return [tooEarly(resource, first)];
  });
}

/** True also where the order is not known: in clusters, and between stacks that are not ours. */
function comesAfter(
  { place }: CustomResource,
  { place: before }: HelmRelease,
  spec: EnvironmentSpec,
): boolean {
  if (place.kind !== "terraform" || before.kind !== "terraform") return true;
  if (place.stack === before.stack) return false;
  const [own, other] = [positionOf(place.stack, spec), positionOf(before.stack, spec)];
  return own === -1 || other === -1 || own > other;
}

function positionOf(stack: string, spec: EnvironmentSpec): number {
  return stackNames(spec).findIndex((known) => stack === `${spec.name}-${known}`);
}

function tooEarly(resource: CustomResource, release: HelmRelease): Finding {
  const [stack, other] = [resource, release].map(({ place }) =>
    place.kind === "terraform" ? place.stack : "",
  );
  return findingAt(resource, {
    rule: RELEASE_PINS,
    severity: "error",
    message: `is in ${stack === other ? `the same stack as ${describe(release)}` : `stack ${stack}, before ${describe(release)} in ${other}`}, which brings its CRD: it cannot be planned while the kind is not there, nor removed once the operator is gone`,
    fix: `declare it in a stack after ${other}, such as an application's`,
  });
}
