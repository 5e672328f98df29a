import type { ChartName } from "../../addons";
import { chartValues } from "../../environments/chart-values";
import type { EnvironmentSpec } from "../../environments/schema";

/** The values that a chart gets in an environment. */
export function valuesOf(chart: ChartName, spec: EnvironmentSpec, namespace = "monitoring") {
  return chartValues(spec, chart, namespace);
}
