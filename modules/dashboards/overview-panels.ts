import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { APPLICATION_LABEL, type Monitored } from "../monitoring/alert";
import { availableReplicas } from "../monitoring/workload-expressions";
import { figure, graph } from "./panel";
import { pendingPanel } from "./pod-panels";

/**
 * What to look at first.
 *
 * @param keeper Deployment that keeps the deletion cost, if there is one
 */
export function overviewPanels(
  { application, namespace }: Monitored,
  keeper: string | undefined,
): readonly Builder<Panel>[] {
  const firing = `ALERTS{${APPLICATION_LABEL}="${application}",alertstate="firing"}`;
  return [
    figure({
      title: "Alerts that fire",
      description: `Alerts of ${application}; beside it, which. Its text says what to look at first.`,
      runbook: "The queue grows and workers do not",
      unit: "short",
      width: 4,
      limit: { from: 1 },
      queries: [{ expr: `count(${firing}) or vector(0)`, legend: "alerts" }],
    }),
    graph({
      title: "Alerts",
      description: "Each alert while it fires, with the worker it is about.",
      runbook: "The queue grows and workers do not",
      unit: "short",
      width: keeper === undefined ? 12 : 8,
      queries: [
        { expr: `max by (alertname, worker) (${firing})`, legend: "{{alertname}} {{worker}}" },
      ],
    }),
    pendingPanel(namespace, 8),
    ...(keeper === undefined ? [] : [keeperPanel(namespace, keeper)]),
  ];
}

function keeperPanel(namespace: string, keeper: string): Builder<Panel> {
  return figure({
    title: "Keeper of the deletion cost",
    description:
      "Its pods that are available. At 0 a scale-in no longer knows which workers are in a job; no job is lost, but busy pods hold their nodes until they are done.",
    runbook: "Busy workers go first",
    unit: "short",
    width: 4,
    limit: { below: 1 },
    queries: [{ expr: availableReplicas(namespace, keeper), legend: "available" }],
  });
}
