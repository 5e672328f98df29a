import { type AnyChart, type ChartName, CHART_NAMES, chartNamed } from "../../addons";
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
