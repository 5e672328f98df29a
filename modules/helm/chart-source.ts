import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import { chartPins, PINS_FILE, type ChartName, type ChartPin } from "../../environments/chart-pins";

/** Where Terraform's helm provider gets a chart from. */
export interface ChartSource {
  /** Name in the repository, or an absolute path. */
  readonly chart: string;
  /** Absent for a local chart. */
  readonly repository?: string;
  readonly version: string;
}

type Resolution =
  | { readonly ok: true; readonly source: ChartSource }
  | { readonly ok: false; readonly issue: ConfigurationIssue };

/**
 * Finds a chart in its own repository or in the mirror.
 *
 * @param mirror https or oci repository, folder with `<chart>/` or
 * `<chart>-<version>.tgz`, or null for the repository of charts.yaml
 * @throws ConfigurationError when a folder does not hold the pinned version
 */
export function chartSource(chart: ChartName, mirror: string | null): ChartSource {
  const resolution = resolve(chart, mirror);
  if (!resolution.ok) throw new ConfigurationError([resolution.issue]);
  return resolution.source;
}

/**
 * Looks for several charts, so that everything that a mirror lacks is said at once.
 *
 * @throws ConfigurationError with one issue for each chart that cannot be had
 */
export function checkCharts(charts: readonly ChartName[], mirror: string | null): void {
  const issues = charts.flatMap((chart) => {
    const resolution = resolve(chart, mirror);
    return resolution.ok ? [] : [resolution.issue];
  });
  if (issues.length > 0) throw new ConfigurationError(issues);
}

function resolve(chart: ChartName, mirror: string | null): Resolution {
  const { repository, version } = chartPins()[chart];
  if (mirror === null || /^(https|oci):\/\//.test(mirror)) {
    return { ok: true, source: { chart, repository: mirror ?? repository, version } };
  }
  return resolveInFolder(chart, { repository, version }, mirror);
}

function resolveInFolder(chart: ChartName, pin: ChartPin, mirror: string): Resolution {
  // Absolute: Terraform runs in the folder of the synthesized stack, not here.
  const folder = path.resolve(mirror, chart);
  const archive = path.resolve(mirror, `${chart}-${pin.version}.tgz`);
  const issue = (message: string): Resolution => ({
    ok: false,
    issue: {
      file: PINS_FILE,
      path: `charts.${chart}`,
      value: pin.version,
      message,
      fix: `helm pull ${pullReference(chart, pin)} --version ${pin.version} --destination ${mirror}, or set another mirror (switches.chartMirror or CHART_MIRROR)`,
    },
  });
  if (existsSync(path.join(folder, "Chart.yaml"))) {
    const found = describeChart(path.join(folder, "Chart.yaml"));
    return found === `${chart} ${pin.version}`
      ? { ok: true, source: { chart: folder, version: pin.version } }
      : issue(`${folder} holds ${found}; the pin is ${chart} ${pin.version}`);
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
