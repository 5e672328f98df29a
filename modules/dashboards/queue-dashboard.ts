import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  type Panel,
  RowBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Monitored } from "../monitoring/alert";
import { type ShownNodes, nodePanels } from "./node-panels";
import { overviewPanels } from "./overview-panels";
import { DATA_SOURCE_VARIABLE } from "./panel";
import { podPanels } from "./pod-panels";
import { type ShownWeb, webPanels } from "./web-panels";
import { type ShownWorker, workerPanels } from "./worker-panels";

/** Part of an application's dashboard's address: /d/<application>-queue. */
export function queueDashboardUid(application: string): string {
  return `${application}-queue`;
}

export interface QueueDashboardProps extends Monitored {
  /** Those that KEDA scales; none while it is off. */
  readonly workers: readonly ShownWorker[];
  /** @default it has no web front */
  readonly web?: ShownWeb;
  readonly nodes: ShownNodes;
  /**
   * Deployment that keeps the deletion cost of workers.
   *
   * @default no worker is scaled in
   */
  readonly deletionCostKeeper?: string;
}

/** Its title and panels. */
type Row = readonly [string, readonly Builder<Panel>[]];

/** One screen for people on call, and for sizing the fleet. */
export function queueDashboard(props: QueueDashboardProps): Dashboard {
  const { application, namespace, workers, web, nodes, deletionCostKeeper } = props;
  const rows: readonly Row[] = [
    ["Now", overviewPanels(props, deletionCostKeeper)],
    ...workers.map((worker): Row => [
      `${worker.name} (queue ${worker.queues.join(", ")})`,
      workerPanels(worker, namespace),
    ]),
    ["Nodes", nodePanels(nodes)],
    ...(web === undefined ? [] : [["Web front", webPanels(web, props)] as const]),
    ["Containers and data", podPanels(namespace)],
  ];
  const dashboard = new DashboardBuilder(`${application} queue`)
    .uid(queueDashboardUid(application))
    .description(
      `Queues, workers${web === undefined ? " and nodes" : ", nodes and the web front"} of ${application}.`,
    )
    .tags([application])
    .readonly()
    .timezone("browser")
    .time({ from: "now-6h", to: "now" })
    .refresh("1m")
    .tooltip(DashboardCursorSync.Crosshair)
    .annotations([])
    .withVariable(
      new DatasourceVariableBuilder(DATA_SOURCE_VARIABLE).label("Data source").type("prometheus"),
    );
  for (const [title, panels] of rows) {
    dashboard.withRow(new RowBuilder(title));
    for (const panel of panels) dashboard.withPanel(panel);
  }
  return numbered(dashboard.build());
}

/** The builder gives every panel the same id, and links to one panel need their own. */
function numbered(dashboard: Dashboard): Dashboard {
  return {
    ...dashboard,
    panels: dashboard.panels?.map((panel, index) => ({ ...panel, id: index + 1 })),
  };
}
