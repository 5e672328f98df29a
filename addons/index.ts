import type { AnyChart, PermanentAddon, StorageDriver, SwitchedAddon } from "./kit/addon";
import type { ChartReleases } from "./kit/chart-facts";
import { CHARTS } from "./list";
import { RELEASES } from "./releases";

/** Name of a chart that this project installs. */
export type ChartName = (typeof CHARTS)[number]["name"];
/** Name of an add-on that can be switched. */
export type AddonName = Extract<(typeof CHARTS)[number], { kind: "switched" }>["name"];

/** Names of all charts, in the order of charts.yaml. */
export const CHART_NAMES = CHARTS.map(({ name }) => name);

/** Add-ons that each environment switches one by one. */
export const ADDONS = CHARTS.filter((chart) => chart.kind === "switched");

/** Names of these add-ons. */
export const ADDON_NAMES = ADDONS.map(({ name }) => name);

/** What the platform is made of, add-ons and what is always there: each after those that it comes `after`. */
export const PLATFORM_CHARTS = inOrder(CHARTS.filter((chart) => chart.kind !== "storage-driver"));

/** Drivers of kinds of storage. */
export const STORAGE_DRIVERS = CHARTS.filter((chart) => chart.kind === "storage-driver");

/** Charts whose CRDs are templates: Helm replaces them with those of another version, and takes them away with the release. */
export const CRDS_IN_TEMPLATES = CHARTS.filter(hasCrdTemplates).map(({ name }) => name);

/** The object of a chart. */
export function chartNamed(name: ChartName): AnyChart {
  const found = knownChart(name);
  if (found === undefined) throw new Error(`addons/ has no ${name}`);
  return found;
}

/** The object of a chart of any name; undefined: this project installs none of that name. */
export function knownChart(name: string): AnyChart | undefined {
  return CHARTS.find((chart) => chart.name === name);
}

/** The newest version of a chart that was rendered with the values of this project. */
export function seenVersion(name: ChartName): string {
  const seen = chartNamed(name).evidence.find(({ how }) => how === "seen");
  if (seen === undefined) throw new Error(`no version of ${name} was seen`);
  return seen.version;
}

/** The releases of a chart of any name that are known; undefined: none. */
export function knownReleases(name: string): ChartReleases | undefined {
  return new Map<string, ChartReleases>(Object.entries(RELEASES)).get(name);
}

export type { AnyChart, PermanentAddon, StorageDriver, SwitchedAddon };

function inOrder<T extends PermanentAddon | SwitchedAddon>(charts: readonly T[]): readonly T[] {
  const placed = new Set<T>();
  const place = (chart: T): void => {
    if (placed.has(chart)) return;
    charts.filter(({ name }) => chart.after?.includes(name)).forEach(place);
    placed.add(chart);
  };
  charts.forEach(place);
  return [...placed];
}

function hasCrdTemplates({ crds }: AnyChart): boolean {
  return crds?.annotations !== undefined;
}
