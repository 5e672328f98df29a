import type { EnvironmentSpec } from "../../environments/schema";
import type { Inventory } from "../../inventory/model";
import { kubernetesMended, stillMended } from "./release-age";
import { crdsAreKept, crdsComeFirst } from "./release-crds";
import { autoscalerFits, chartFits, operatorsAgree } from "./release-support";
import { ownValues } from "./release-values";
import { pinned, RELEASE_PINS, versioned } from "./release-versions";
import type { Finding, Rule } from "../engine/rule";

export const releasePins: Rule = {
  id: RELEASE_PINS,
  title: "Every release is pinned to a chart that fits its cluster, and its CRDs outlive it",
  why: "A release without an exact version is another one at the next apply. A chart outside of its tested Kubernetes versions fails in untested ways. KEDA and External Secrets bring their CRDs as templates: to uninstall the chart is to delete every ScaledObject and ExternalSecret in the cluster. And a custom resource in the stack of its CRD cannot be planned before that is there. A release whose support has ended gets no fix, not even of security, and nothing in the cluster says so.",
  severity:
    "error; warning where a chart is outside of its tested Kubernetes versions and the end-to-end test deployed it there, where it is newer than what is known of it, where its support or that of the cluster's Kubernetes has ended, ends within 60 days or was not looked up for 60 days (`npm start` and `npm run check`, by the clock or `SOURCE_DATE_EPOCH`), where `chartVersions` of the environment rolls it back or `platform.chartValues` gives it values of its own, and for a release without an exact version in content of no environment",
  remedy:
    "Pin the version in `charts.yaml`. Before raising it, look up the Kubernetes versions that the project tests, and note them in the object of the chart in `addons/`. Keep the CRDs (`platform.crdsOnUninstall`), and custom resources in a stack after the platform's.",
  check: (inventory, spec, { today } = {}) =>
    spec === undefined
      ? inventory.helmReleases.flatMap((release) => versioned(release, "warning"))
      : [
          ...checkEnvironment(inventory, spec),
          ...(today === undefined
            ? []
            : [...stillMended(inventory, today), ...kubernetesMended(spec, today)]),
        ],
};

function checkEnvironment(inventory: Inventory, spec: EnvironmentSpec): readonly Finding[] {
  return [
    ...inventory.helmReleases.flatMap((release) => [
      ...versioned(release, "error"),
      ...pinned(release, spec),
      ...chartFits(release, spec),
      ...autoscalerFits(release, spec),
      ...crdsAreKept(release, spec),
      ...ownValues(release, spec),
    ]),
    ...operatorsAgree(inventory),
    ...crdsComeFirst(inventory, spec),
  ];
}
