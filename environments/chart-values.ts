import { type ChartName, chartNamed } from "../addons";
import { mergeValues, type Values } from "../addons/kit/values";
import { addonInput } from "./addon-input";
import type { EnvironmentSpec } from "./schema";

/** The values that a chart gets in an environment: this project's, and the environment's own over them. */
export function chartValues(spec: EnvironmentSpec, chart: ChartName, namespace: string): Values {
  const own = spec.platform.chartValues?.[chart] ?? {};
  return mergeValues(projectValues(spec, chart, namespace), own);
}

/** This project's values, without the environment's own. */
export function projectValues(spec: EnvironmentSpec, chart: ChartName, namespace: string): Values {
  return { ...chartNamed(chart).values(addonInput(spec), namespace) };
}
