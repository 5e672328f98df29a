import { type AddonName, type ChartName, PLATFORM_CHARTS, STORAGE_DRIVERS } from "../addons";
import type { ApplicationSpec, EnvironmentSpec, ImageSource } from "./schema";

/** The source of an application's images that is in use. Validation has made sure that it is described. */
export function imageSource(
  { switches }: Pick<EnvironmentSpec, "switches">,
  { name, images }: Pick<ApplicationSpec, "name" | "images">,
): ImageSource {
  const source = images[switches.images];
  if (source === undefined) throw new Error(`${name} describes no images.${switches.images}`);
  return source;
}

/** An add-on, or a part of the platform that is always there. */
export type PlatformChart = (typeof PLATFORM_CHARTS)[number];

/** What the platform stack installs, in this order. */
export function platformCharts(spec: EnvironmentSpec): readonly PlatformChart[] {
  return PLATFORM_CHARTS.filter(
    (chart) =>
      (chart.kind === "permanent" || installs(spec, chart.name)) &&
      (chart.clusters === undefined || chart.clusters.includes(spec.cluster.kind)),
  );
}

/** Every chart that an environment installs, in all of its stacks. */
export function installedCharts(spec: EnvironmentSpec): readonly ChartName[] {
  const drivers = STORAGE_DRIVERS.filter(({ storage }) => storage === spec.storage.kind);
  return [...platformCharts(spec), ...drivers].map(({ name }) => name);
}

/** Whether an add-on is installed by the platform stack. */
export function installs(spec: EnvironmentSpec, addon: AddonName): boolean {
  return spec.switches.addons[addon];
}
