import { z } from "zod";
import { CHART_NAMES } from "../../addons";

export type { ChartName } from "../../addons";

const NAME_ONE_RELEASE = "name one release of the chart: <major>.<minor>.<patch>, without a v";

/** Exact version of a chart: a range would change under a second plan. */
export const chartVersion = z
  .string()
  .refine((version) => /^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/.test(version), {
    error: 'must be one exact version, e.g. "2.20.2"',
    params: { fix: NAME_ONE_RELEASE },
  });

/** Versions in place of those in charts.yaml, in one environment. */
export const chartVersions = z.partialRecord(z.enum(CHART_NAMES), chartVersion);
export type ChartVersions = z.output<typeof chartVersions>;
