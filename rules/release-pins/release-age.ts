import { CHART_NAMES, knownChart, knownReleases } from "../../addons";
import type { ChartReleases } from "../../addons/kit/chart-facts";
import {
  KUBERNETES_SUPPORT,
  KUBERNETES_SUPPORT_SOURCES,
} from "../../environments/facts/kubernetes-support";
import type { EnvironmentSpec } from "../../environments/schema";
import { PINS_FILE } from "../../environments/chart-pins";
import type { HelmRelease, Inventory } from "../../inventory/model";
import { exactVersion, RELEASE_PINS } from "./release-versions";
import { type Finding, findingAt } from "../engine/rule";

/** Days before the end of support from which on it is said, and after which facts are old. */
const NOTICE_DAYS = 60;

const REFRESH = "npm run chart-releases, where the charts' repositories can be reached";

/**
 * The project still mends what is installed. Its support ends with a release of a newer minor, so
 * what is known of releases grows old: that is said as well, of all pins at once, so that it is
 * the same finding in every environment.
 *
 * @param today day that this is asked for, `YYYY-MM-DD`
 */
export function stillMended({ helmReleases }: Inventory, today: string): readonly Finding[] {
  const ended = helmReleases.flatMap((release) => endOf(release, today));
  if (!helmReleases.some(({ chart }) => knownReleases(chart) !== undefined)) return ended;
  const old = CHART_NAMES.flatMap((chart) => {
    const known = knownReleases(chart);
    return known !== undefined && daysBetween(known.day, today) > NOTICE_DAYS
      ? [{ chart, day: known.day }]
      : [];
  });
  const [oldest] = old.toSorted((left, right) => (left.day < right.day ? -1 : 1));
  if (oldest === undefined) return ended;
  const charts = old.map(({ chart }) => chart).toSorted();
  return [
    ...ended,
    {
      rule: RELEASE_PINS,
      severity: "warning",
      object: `Setting ${PINS_FILE}`,
      place: { kind: "file", file: PINS_FILE },
      message: `pins ${new Intl.ListFormat("en-GB").format(charts)}, whose newest releases were looked up more than ${NOTICE_DAYS} days ago (the oldest on ${oldest.day}): whether their projects still mend what is pinned is not known`,
      fix: REFRESH,
    },
  ];
}

/**
 * The cluster's Kubernetes is still mended, by EKS or by its own project.
 *
 * @param today day that this is asked for, `YYYY-MM-DD`
 */
export function kubernetesMended(
  { name, cluster }: EnvironmentSpec,
  today: string,
): readonly Finding[] {
  const support = KUBERNETES_SUPPORT[cluster.kubernetesVersion];
  const by = cluster.kind === "eks" ? "eks" : "upstream";
  const end = support?.[by];
  if (end === undefined || daysBetween(today, end) > NOTICE_DAYS) return [];
  const left = daysBetween(today, end);
  const file = `environments/${name}.ts`;
  return [
    {
      rule: RELEASE_PINS,
      severity: "warning",
      object: "Setting cluster.kubernetesVersion",
      place: { kind: "file", file },
      message: `is ${cluster.kubernetesVersion}, ${by === "eks" ? "whose standard support by EKS" : "whose support by the Kubernetes project"} ${left > 0 ? `ends on ${end}, in ${left} days` : `ended on ${end}`} (${KUBERNETES_SUPPORT_SOURCES[by]})${by === "eks" ? ": the cluster costs more from then on" : ": it gets no fix, not even of security"}`,
      fix: `upgrade the cluster, one minor after another, then write its version into ${file} (docs/charts.md has what was seen on which)`,
    },
  ];
}

function endOf(release: HelmRelease, today: string): readonly Finding[] {
  const { chart } = release;
  const version = exactVersion(release);
  const policy = knownChart(chart)?.supported;
  const known = knownReleases(chart);
  if (version === undefined || policy === undefined || known === undefined) return [];
  const end = supportEnd(known, seriesOf(version), policy.minors);
  if (end === undefined) return [];
  const left = end.day === undefined ? 0 : daysBetween(today, end.day);
  if (left > NOTICE_DAYS) return [];
  const when = end.day === undefined ? "" : ` on ${end.day}${left > 0 ? `, in ${left} days` : ""}`;
  return [
    findingAt(release, {
      rule: RELEASE_PINS,
      severity: "warning",
      message: `installs chart ${chart} ${version}, whose support ${left > 0 ? "ends" : "ended"} with ${end.by}${when} (${policy.source}): it gets no fix, not even of security`,
      fix: `raise it in ${PINS_FILE}; the newest that is known is ${known.newest}, looked up on ${known.day} (${known.source})`,
    }),
  ];
}

/** The minor that ends the support of a series, and its day where that is known; undefined: none that is known. */
export function supportEnd(
  { minors }: ChartReleases,
  series: string,
  mended: number,
): { readonly by: string; readonly day?: string } | undefined {
  const newer = minors.filter(({ minor }) => isNewer(minor, series));
  const last = newer.at(-mended);
  return last === undefined ? undefined : { by: last.minor, day: last.day };
}

function isNewer(minor: string, series: string): boolean {
  const [left, right] = [minor, series].map((text) => text.split(".").map(Number));
  const [major = 0, own = 0] = left ?? [];
  const [otherMajor = 0, other = 0] = right ?? [];
  return major > otherMajor || (major === otherMajor && own > other);
}

function seriesOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Days from one day to another; negative: the other is earlier. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
