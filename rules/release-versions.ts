import { type ChartPin, chartPins, PINS_FILE } from "../environments/chart-pins";
import type { HelmRelease } from "../inventory/model";
import { type Finding, findingAt, type Severity } from "./rule";

/** Id of the rule. */
export const RELEASE_PINS = "release-pins";

const EXACT = /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/;

/**
 * A release has one exact version; without it the provider takes the newest at each plan.
 * https://github.com/hashicorp/terraform-provider-helm/blob/main/docs/resources/release.md
 */
export function versioned(release: HelmRelease, severity: Severity): readonly Finding[] {
  const { chart, repository, version } = release;
  // A chart in a folder has the version that stands in it; an expression is not known yet.
  if (version === undefined ? repository === undefined : isExact(version)) return [];
  const pin = pinOf(chart);
  return [
    findingAt(release, {
      rule: RELEASE_PINS,
      severity,
      message: `installs chart ${chart} ${version === undefined ? "without a version" : `in "${version}", which is no exact version`}: each apply may install another one`,
      fix: `version = "${pin?.version ?? "<major>.<minor>.<patch>"}"`,
    }),
  ];
}

function isExact(version: string): boolean {
  return EXACT.test(version) || version.includes("${");
}

/** The release's version without a leading v; undefined where it has none, a range, or one known after the apply. */
export function exactVersion({ version }: HelmRelease): string | undefined {
  return version !== undefined && EXACT.test(version) ? version.replace(/^v/, "") : undefined;
}

/** An exact version is that of charts.yaml, where Renovate raises it. */
export function pinned(release: HelmRelease): readonly Finding[] {
  const { chart } = release;
  const version = exactVersion(release);
  if (version === undefined) return [];
  const pin = pinOf(chart);
  if (pin?.version === version) return [];
  return [
    findingAt(release, {
      rule: RELEASE_PINS,
      severity: "error",
      message:
        pin === undefined
          ? `installs chart ${chart}, which ${PINS_FILE} does not pin: nobody is told of its new versions`
          : `installs chart ${chart} ${version}, but ${PINS_FILE} pins ${pin.version}`,
      fix:
        pin === undefined
          ? `add ${chart} with repository and version ${version} to ${PINS_FILE} and environments/chart-pins.ts`
          : `version = "${pin.version}"`,
    }),
  ];
}

function pinOf(chart: string): ChartPin | undefined {
  return new Map<string, ChartPin>(Object.entries(chartPins())).get(chart);
}
