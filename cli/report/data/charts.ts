import { CHART_NAMES, chartNamed, knownReleases } from "../../../addons";
import { supportText } from "../../../addons/kit/support-text";
import type { ChartPins } from "../../../environments/chart-pins";
import type { EnvironmentSpec } from "../../../environments/schema";
import { installedCharts } from "../../../environments/switched";
import type { ChartReport } from "../model/report";

/** Every chart that is pinned, with what it supports and where it is installed. */
export function chartReports(
  pins: ChartPins,
  specs: readonly EnvironmentSpec[],
): readonly ChartReport[] {
  return CHART_NAMES.map((name) => {
    const { version, repository } = pins[name];
    const chart = chartNamed(name);
    const known = knownReleases(name);
    const minors = chart.supported?.minors;
    return {
      name,
      version,
      does: chart.summary,
      environments: specs
        .filter((spec) => installedCharts(spec).includes(name))
        .map((spec) => {
          const own = spec.switches.chartVersions?.[name];
          return own === undefined || own === version ? spec.name : `${spec.name} (${own})`;
        }),
      kubernetes: supportText(chart),
      mended:
        minors === undefined
          ? undefined
          : `the newest ${minors === 1 ? "minor" : `${minors} minors`}`,
      newest: known === undefined ? undefined : { version: known.newest, day: known.day },
      repository,
    };
  });
}
