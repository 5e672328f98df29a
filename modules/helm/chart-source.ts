import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { ChartName } from "../../addons";
import { chartPins, PINS_FILE, type ChartPin } from "../../environments/chart-pins";
import { environmentFile } from "../../environments/environment-file";
import type { EnvironmentSpec } from "../../environments/schema";
import { isChartFolder } from "../../environments/schema/switches";

/** Where Terraform's helm provider gets a chart from. */
export interface ChartSource {
  /** Name in the repository, or an absolute path. */
  readonly chart: string;
  /** Absent for a local chart. */
  readonly repository?: string;
  readonly version: string;
}

/** An environment, for what it decides about its charts. */
export type ChartChooser = Pick<EnvironmentSpec, "name" | "switches">;

type Resolution =
  | { readonly ok: true; readonly source: ChartSource }
  | { readonly ok: false; readonly issue: ConfigurationIssue };

/**
 * Finds a chart in its own repository or in the environment's mirror: an https
 * or oci repository, or a folder with `<chart>/` or `<chart>-<version>.tgz`.
 *
 * @throws ConfigurationError when a folder does not hold the wanted version
 */
export function chartSource(chart: ChartName, environment: ChartChooser): ChartSource {
  const resolution = resolve(chart, environment);
  if (!resolution.ok) throw new ConfigurationError([resolution.issue]);
  return resolution.source;
}

/**
 * Looks for several charts, so that one error names everything that a mirror lacks.
 *
 * @throws ConfigurationError with one issue for each chart that cannot be had
 */
export function checkCharts(charts: readonly ChartName[], environment: ChartChooser): void {
  const issues = charts.flatMap((chart) => {
    const resolution = resolve(chart, environment);
    return resolution.ok ? [] : [resolution.issue];
  });
  if (issues.length > 0) throw new ConfigurationError(issues);
}

function resolve(chart: ChartName, environment: ChartChooser): Resolution {
  const { chartMirror: mirror } = environment.switches;
  const wanted = wantedChart(chart, environment);
  const { repository, version } = wanted.pin;
  if (mirror === null || !isChartFolder(mirror)) {
    return { ok: true, source: { chart, repository: mirror ?? repository, version } };
  }
  return resolveInFolder(chart, wanted, mirror);
}

/** What shall be installed, and where that is written. */
interface WantedChart {
  readonly pin: ChartPin;
  readonly file: string;
  readonly path: string;
}

/** The pin of charts.yaml, or this environment's own version. */
function wantedChart(chart: ChartName, { name, switches }: ChartChooser): WantedChart {
  const pin = chartPins()[chart];
  const version = switches.chartVersions[chart];
  return version === undefined
    ? { pin, file: PINS_FILE, path: `charts.${chart}` }
    : {
        pin: { ...pin, version },
        file: environmentFile(name, ["switches"]),
        path: `chartVersions.${chart}`,
      };
}

function resolveInFolder(
  chart: ChartName,
  { pin, file, path: place }: WantedChart,
  mirror: string,
): Resolution {
  // Absolute: Terraform runs in the folder of the synthesized stack, not here.
  const folder = path.resolve(mirror, chart);
  const archive = path.resolve(mirror, `${chart}-${pin.version}.tgz`);
  const issue = (message: string): Resolution => ({
    ok: false,
    issue: {
      file,
      path: place,
      value: pin.version,
      message,
      fix: `helm pull ${pullReference(chart, pin)} --version ${pin.version} --destination ${mirror}, or set another mirror (switches.chartMirror or CHART_MIRROR); the CDKTF CLI builds every environment: FLUXIBRI_ENVIRONMENTS=NAME leaves the others out`,
    },
  });
  if (existsSync(path.join(folder, "Chart.yaml"))) {
    const found = describeChart(path.join(folder, "Chart.yaml"));
    if (found === `${chart} ${pin.version}`) {
      return { ok: true, source: { chart: folder, version: pin.version } };
    }
    // A mirror holds one version unpacked, and those to go back to as archives.
    if (!existsSync(archive)) {
      return issue(`${folder} holds ${found}; wanted is ${chart} ${pin.version}`);
    }
  }
  return existsSync(archive)
    ? { ok: true, source: { chart: archive, version: pin.version } }
    : issue(`the mirror has neither ${path.join(folder, "Chart.yaml")} nor ${archive}`);
}

/**
 * Name and version of a Chart.yaml. Read line by line: Helm accepts charts whose
 * long strings a YAML 1.2 parser refuses (ceph-csi-cephfs 3.12).
 */
function describeChart(file: string): string {
  const text = readFileSync(file, "utf8");
  const field = (name: string) => new RegExp(`^${name}: *["']?([^"'\\s]+)`, "m").exec(text)?.[1];
  return `${field("name") ?? "a chart without name"} ${field("version") ?? "without version"}`;
}

function pullReference(chart: ChartName, { repository }: ChartPin): string {
  return repository.startsWith("oci://")
    ? `${repository}/${chart}`
    : `${chart} --repo ${repository}`;
}
