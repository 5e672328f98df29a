import { knownChart } from "../../addons";
import type { HelmRelease, MetricsApiOwner } from "../model";

/** Which metrics APIs a release registers. */
export function metricsApisOf(release: HelmRelease): readonly MetricsApiOwner[] {
  const apis = knownChart(release.chart)?.metricsApis?.(release.values) ?? [];
  return apis.map((api) => ({ api, owner: release }));
}
