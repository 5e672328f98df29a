import { type ChartPin, chartPins, PINS_FILE } from "../../environments/chart-pins";
import { environmentFile } from "../../environments/environment-file";
import type { EnvironmentSpec } from "../../environments/schema";
import type { HelmRelease } from "../../inventory/model";
import { type Finding, findingAt, type Severity } from "../engine/rule";

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
      fix: versionText(release, pin?.version ?? "<major>.<minor>.<patch>"),
    }),
  ];
}

/** As it is written where the release stands. */
function versionText({ kind, place }: HelmRelease, version: string): string {
  if (place.kind === "terraform") return `version = "${version}"`;
  return `${kind.startsWith("Application") ? "targetRevision" : "version"}: "${version}"`;
}

function isExact(version: string): boolean {
  return EXACT.test(version) || version.includes("${");
}

/** The release's version without a leading v; undefined where it has none, a range, or one known after the apply. */
export function exactVersion({ version }: HelmRelease): string | undefined {
  return version !== undefined && EXACT.test(version) ? version.replace(/^v/, "") : undefined;
}

/** An exact version is that of charts.yaml, where Renovate raises it, or the environment's own for as long as that is needed. */
export function pinned(
  release: HelmRelease,
  { name, switches }: EnvironmentSpec,
): readonly Finding[] {
  const { chart } = release;
  const version = exactVersion(release);
  // What Flux, Argo CD or helmfile installs is no release of the stacks.
  if (version === undefined || release.place.kind !== "terraform") return [];
  const pin = pinOf(chart);
  const own = new Map<string, string>(Object.entries(switches.chartVersions)).get(chart);
  const file = environmentFile(name, ["switches"]);
  const found = (severity: Severity, message: string, fix: string) =>
    findingAt(release, { rule: RELEASE_PINS, severity, message, fix });
  if (pin === undefined) {
    return [
      found(
        "error",
        `installs chart ${chart}, which ${PINS_FILE} does not pin: Renovate does not see its new versions`,
        `add ${chart} with repository and version ${version} to ${PINS_FILE}, and its object to addons/`,
      ),
    ];
  }
  if (version !== (own ?? pin.version)) {
    const wanted = own === undefined ? `${PINS_FILE} pins ${pin.version}` : `${file} says ${own}`;
    return [
      found(
        "error",
        `installs chart ${chart} ${version}, but ${wanted}`,
        `version = "${own ?? pin.version}"`,
      ),
    ];
  }
  if (own === undefined) return [];
  if (own === pin.version) {
    return [
      found(
        "warning",
        `has version ${own} from chartVersions, which is what ${PINS_FILE} pins: the next raise of the pin would pass this environment by`,
        `remove chartVersions.${chart} from ${file}`,
      ),
    ];
  }
  return [
    {
      ...found(
        "warning",
        `installs chart ${chart} ${own}, and ${PINS_FILE} pins ${pin.version}: other environments have that one`,
        `pin a version that works in ${PINS_FILE}, then npm run rollback -- ${name} --chart ${chart}@<that version>`,
      ),
      accepted: `chartVersions in ${file}`,
    },
  ];
}

function pinOf(chart: string): ChartPin | undefined {
  return new Map<string, ChartPin>(Object.entries(chartPins())).get(chart);
}
