import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import {
  type DataSourceRef,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  ReduceDataOptionsBuilder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type Panel,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import type { RunbookSection } from "./runbook";

/** The dashboard's one variable. */
export const DATA_SOURCE_VARIABLE = "datasource";
const DATA_SOURCE: DataSourceRef = { type: "prometheus", uid: `$${DATA_SOURCE_VARIABLE}` };

/** Rows of the grid; panels of one row of the dashboard are as high as each other. */
const HEIGHT = 8;

/** One line, or one number. */
export interface Query {
  /** PromQL. */
  readonly expr: string;
  /** Name of the line; may hold labels, `{{pod}}`. */
  readonly legend: string;
}

/**
 * How often something happened, as a whole number. Prometheus stretches an increase from its first and last
 * sample to the whole range, so one restart is 1.02 of them, and one error in ten minutes 1.11.
 * https://prometheus.io/docs/prometheus/latest/querying/functions/#increase
 */
export function counted(increase: string): string {
  return `round(${increase})`;
}

export interface PanelProps {
  readonly title: string;
  /** What is seen, and what follows from it. */
  readonly description: string;
  /** Section of docs/runbook.md that says what to do. */
  readonly runbook: RunbookSection;
  /** Grafana's name of the unit: `short`, `s`, `percent` (70 is 70 %), `percentunit` (0.7 is). */
  readonly unit: "short" | "s" | "percent" | "percentunit";
  /** Columns of the grid's 24. */
  readonly width: number;
  readonly queries: readonly Query[];
  /**
   * Where it gets bad.
   *
   * @default nowhere
   */
  readonly limit?: { readonly from: number } | { readonly below: number };
}

/** Lines over time; a limit is a dashed line. */
export function graph(props: PanelProps): Builder<Panel> {
  const panel = new TimeseriesBuilder()
    .title(props.title)
    .description(descriptionOf(props))
    .unit(props.unit)
    .min(0)
    .height(HEIGHT)
    .span(props.width)
    .datasource(DATA_SOURCE)
    .targets(targets(props))
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  if (props.limit === undefined) return panel;
  return panel
    .thresholds(thresholds(props))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
}

/** The last value, large; red beyond its limit, and 0 where there is none. */
export function figure(props: PanelProps): Builder<Panel> {
  return new StatBuilder()
    .title(props.title)
    .description(descriptionOf(props))
    .unit(props.unit)
    .noValue("0")
    .height(HEIGHT)
    .span(props.width)
    .datasource(DATA_SOURCE)
    .targets(targets(props))
    .thresholds(thresholds(props))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]));
}

function descriptionOf({ description, runbook }: PanelProps): string {
  return `${description}\n\nRunbook (docs/runbook.md): ${runbook}.`;
}

function targets({ queries }: PanelProps): Builder<Dataquery>[] {
  return queries.map(({ expr, legend }, index) =>
    new DataqueryBuilder()
      .refId(String.fromCharCode("A".charCodeAt(0) + index))
      .datasource(DATA_SOURCE)
      .expr(expr)
      .legendFormat(legend)
      .range(),
  );
}

function thresholds({ limit }: PanelProps): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(limit));
}

function steps(limit: PanelProps["limit"]): Threshold[] {
  if (limit === undefined) return [{ value: null, color: "green" }];
  return "from" in limit
    ? [
        { value: null, color: "green" },
        { value: limit.from, color: "red" },
      ]
    : [
        { value: null, color: "red" },
        { value: limit.below, color: "green" },
      ];
}
