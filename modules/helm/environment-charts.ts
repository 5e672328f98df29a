import { type ChartName, STORAGE_DRIVERS } from "../../addons";
import type { EnvironmentSpec } from "../../environments/schema";
import { platformCharts } from "../../environments/switched";

/** Every chart that an environment installs, in all of its stacks. */
export function environmentCharts(spec: EnvironmentSpec): readonly ChartName[] {
  const drivers = STORAGE_DRIVERS.filter(({ storage }) => storage === spec.storage.kind);
  return [...platformCharts(spec), ...drivers].map(({ name }) => name);
}
