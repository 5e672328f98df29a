import {
  type AnyChart,
  type ChartName,
  CHART_NAMES,
  chartNamed,
  knownReleases,
} from "../../addons";
import { kubernetesSection } from "./kubernetes-section";
import { supportText } from "../../addons/kit/support-text";
import type { ChartPins } from "../../environments/chart-pins";

/** What is installed, from charts.yaml and the objects of the charts. */
export function chartsDocument(pins: ChartPins): string {
  return [
    "# The charts",
    "",
    "From `charts.yaml` and [the objects of the charts](../addons/README.md).",
    "",
    "| chart | version | does | namespace | installed | Kubernetes | repository |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...CHART_NAMES.map((name) => row(name, pins)),
    "",
    "## What was seen with which version",
    "",
    "Seen: rendered with the values of this project. Read: what its project says of it, and no more, because no copy of the release could be had. Where only the pinned version's notes were read, the newest version that was seen stands below it: `npm run rollback -- ENV --chart CHART@VERSION` goes back to it. On a Kubernetes that its project does not test it on, release-pins refuses that: go to an older version that is seen and tested, or accept it by name (`accepted` in environments/ENV.ts).",
    "",
    "| chart | version | how | what | day | source |",
    "| --- | --- | --- | --- | --- | --- |",
    ...CHART_NAMES.flatMap((name) =>
      chartNamed(name).evidence.map(
        ({ version, how, what, day, source }) =>
          `| ${name} | ${version === pins[name].version ? `**${version}**` : version} | ${how} | ${what} | ${day} | <${source}> |`,
      ),
    ),
    "",
    "## How long they are supported",
    "",
    "`npm start` and `npm run check` name a pin whose support has ended or ends within 60 days, and pins whose newest releases were not looked up for 60 days; the day is the clock's, or that of `SOURCE_DATE_EPOCH`. `npm run chart-releases` looks them up where the charts' repositories can be reached. A dash: the project does not say how long it mends a release.",
    "",
    "| chart | pinned | mended by its project | newest known | looked up | source |",
    "| --- | --- | --- | --- | --- | --- |",
    ...CHART_NAMES.map((name) => supportRow(name, pins)),
    "",
    ...kubernetesSection(),
    "",
    "## Values of one environment",
    "",
    "`platform.chartValues` of an environment has values of charts, by the chart's name, that go over those of this project: mappings are merged, all else is replaced, null takes the chart's own default away. These are kept, and the names of all charts (`nameOverride`, `fullnameOverride`, `namespaceOverride`): with another value the chart …",
    "",
    "| chart | value | … |",
    "| --- | --- | --- |",
    ...CHART_NAMES.flatMap((name) =>
      (chartNamed(name).keeps ?? []).map(
        ({ path, because }) => `| ${name} | \`${path}\` | ${because} |`,
      ),
    ),
    "",
  ].join("\n");
}

function row(name: ChartName, pins: ChartPins): string {
  const chart = chartNamed(name);
  const { version, repository } = pins[name];
  const cells = [
    name,
    version,
    chart.summary,
    namespaceOf(chart),
    installedWhere(chart),
    supportText(chart),
    repository,
  ];
  return `| ${cells.join(" | ")} |`;
}

function supportRow(name: ChartName, pins: ChartPins): string {
  const { supported } = chartNamed(name);
  const known = knownReleases(name);
  const mended =
    supported === undefined
      ? "–"
      : `[the newest ${supported.minors === 1 ? "minor" : `${supported.minors} minors`}](${supported.source})`;
  const { newest = "–", day = "–", source } = known ?? {};
  return `| ${[name, pins[name].version, mended, newest, day, source === undefined ? "–" : `<${source}>`].join(" | ")} |`;
}

function namespaceOf({ namespace }: AnyChart): string {
  if (typeof namespace !== "string") return namespace.name;
  return namespace === "system" ? "kube-system" : `\`platform.namespaces.${namespace}\``;
}

function installedWhere(chart: AnyChart): string {
  switch (chart.kind) {
    case "permanent":
      return "always";
    case "switched":
      return `by its switch${chart.unsaid === "off" ? ", off where nothing is said" : ""}${chart.clusters === undefined ? "" : `, on ${chart.clusters.join(", ")}`}`;
    case "storage-driver":
      return `with storage ${chart.storage}`;
    default:
      return chart satisfies never;
  }
}
