import { knownChart } from "../../addons";
import { dayOfDeploy } from "../../environments/facts/seen-runs";
import type { EnvironmentSpec } from "../../environments/schema";
import { valueAt } from "../../environments/value-at";
import { describe, type HelmRelease, type Inventory } from "../../inventory/model";
import { exactVersion, RELEASE_PINS } from "./release-versions";
import { type Finding, findingAt } from "../engine/rule";

/** The chart installs on the cluster's Kubernetes, and its project tests it there. */
export function chartFits(release: HelmRelease, spec: EnvironmentSpec): readonly Finding[] {
  const { chart } = release;
  const version = exactVersion(release);
  const all = knownChart(chart)?.support ?? [];
  const [pinned] = all;
  if (pinned === undefined || version === undefined) return [];
  const support = all.find(({ series }) => version.startsWith(`${series}.`));
  if (support === undefined) {
    const known = new Intl.ListFormat("en-GB").format(all.map(({ series }) => series));
    return [
      findingAt(release, {
        rule: RELEASE_PINS,
        severity: "warning",
        message: `installs chart ${chart} ${version}; which Kubernetes it is for is known of ${known} only`,
        fix: `look it up at ${pinned.source}, and write it into its object in addons/`,
      }),
    ];
  }
  const { installsFrom, tested, source } = support;
  const kubernetes = spec.cluster.kubernetesVersion;
  if (isBefore(kubernetes, installsFrom)) {
    return [
      findingAt(release, {
        rule: RELEASE_PINS,
        severity: "error",
        message: `cannot be installed: chart ${chart} ${version} is for Kubernetes ${installsFrom} and newer, the cluster is ${kubernetes}`,
        fix: `raise cluster.kubernetesVersion in environments/${spec.name}.ts, or pin an older chart`,
      }),
    ];
  }
  if (tested === undefined || isWithin(tested, kubernetes)) return [];
  const seen = dayOfDeploy(kubernetes, chart, version);
  return [
    findingAt(release, {
      rule: RELEASE_PINS,
      severity: seen === undefined ? "error" : "warning",
      message: `installs chart ${chart} ${version}, which is tested on Kubernetes ${tested.from} ${tested.to === undefined ? "and newer" : `to ${tested.to}`} (${source}); the cluster is ${kubernetes}${seen === undefined ? "" : `, where only the end-to-end test of this project deployed it (${seen})`}`,
      fix: `pin a version of ${chart} that is tested on ${kubernetes}, or accept it by name in environments/${spec.name}.ts`,
    }),
  ];
}

/** Whether a minor version of Kubernetes is among those of a range, its ends included. */
export function isWithin(
  { from, to }: { readonly from: string; readonly to?: string },
  kubernetes: string,
): boolean {
  return !isBefore(kubernetes, from) && !isBefore(to, kubernetes);
}

/** Minor versions, all of them of Kubernetes 1. */
function isBefore(version: string | undefined, other: string | undefined): boolean {
  if (version === undefined || other === undefined) return false;
  return Number(version.split(".")[1]) < Number(other.split(".")[1]);
}

/**
 * The autoscaler simulates the scheduler of its own minor version.
 * https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases
 */
export function autoscalerFits(release: HelmRelease, spec: EnvironmentSpec): readonly Finding[] {
  const { kubernetesVersion } = spec.cluster;
  const tag = valueAt(release.values, ["image", "tag"]);
  if (release.chart !== "cluster-autoscaler") return [];
  if (typeof tag === "string" && tag.startsWith(`v${kubernetesVersion}.`)) return [];
  return [
    findingAt(release, {
      rule: RELEASE_PINS,
      severity: "error",
      message: `runs cluster-autoscaler ${typeof tag === "string" ? tag : "of the chart's own choice"} on Kubernetes ${kubernetesVersion}: it simulates another scheduler than the cluster has`,
      fix: `set image.tag to a release v${kubernetesVersion}.<patch>`,
    }),
  ];
}

/** CRDs and operator are of one version: Helm never upgrades the CRDs that come with the operator's chart. */
export function operatorsAgree({ helmReleases }: Inventory): readonly Finding[] {
  const crds = helmReleases.find(({ chart }) => chart === "prometheus-operator-crds");
  const stack = helmReleases.find(({ chart }) => chart === "kube-prometheus-stack");
  if (crds === undefined || stack === undefined) return [];
  const [crdsVersion, stackVersion] = [exactVersion(crds), exactVersion(stack)];
  if (crdsVersion === undefined || stackVersion === undefined) return [];
  const ofCrds = knownChart(crds.chart)?.crds?.operatorVersions?.[crdsVersion];
  const ofStack = knownChart(stack.chart)?.crds?.operatorVersions?.[stackVersion];
  if (ofCrds !== undefined && ofCrds === ofStack) return [];
  const known = ofCrds !== undefined && ofStack !== undefined;
  return [
    findingAt(crds, {
      rule: RELEASE_PINS,
      severity: known ? "error" : "warning",
      message: known
        ? `brings the CRDs of Prometheus operator ${ofCrds}, but ${describe(stack)} runs ${ofStack}: fields that the CRDs do not know are dropped`
        : `and ${describe(stack)} must be of one Prometheus operator, and the appVersion of ${ofCrds === undefined ? `prometheus-operator-crds ${crdsVersion}` : `kube-prometheus-stack ${stackVersion}`} is not known`,
      fix: known
        ? "pin two charts of one appVersion in charts.yaml"
        : "write the appVersion of its Chart.yaml into its object in addons/",
    }),
  ];
}
