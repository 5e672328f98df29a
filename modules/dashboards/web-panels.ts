import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { webName } from "../../environments/workload-names";
import type { Monitored } from "../monitoring/alert";
import { availableReplicas, hpaSeries } from "../monitoring/workload-expressions";
import { graph } from "./panel";

/** The web front as the dashboard shows it. */
export interface ShownWeb {
  readonly replicas: { readonly min: number; readonly max: number };
  /** CPU that its HPA aims at, per cent of the request. */
  readonly cpuUtilization: number;
}

export function webPanels(web: ShownWeb, of: Monitored): readonly Builder<Panel>[] {
  return [podsPanel(web, of), cpuPanel(web, of)];
}

function podsPanel(
  { replicas: { min, max } }: ShownWeb,
  { application, namespace }: Monitored,
): Builder<Panel> {
  const name = webName(application);
  return graph({
    title: "web: pods",
    description: `Between min ${min} and max ${max}, dashed. None available: no job can be submitted or followed. Wanted at the maximum for long: raise web.replicas.max.`,
    runbook: "The web front does not answer",
    unit: "short",
    width: 12,
    limit: { from: max },
    queries: [
      {
        expr: `max(kube_horizontalpodautoscaler_status_desired_replicas{${hpaSeries(namespace, name)}})`,
        legend: "wanted",
      },
      { expr: availableReplicas(namespace, name), legend: "available" },
      { expr: `vector(${min})`, legend: "min" },
    ],
  });
}

function cpuPanel(
  { cpuUtilization }: ShownWeb,
  { application, namespace }: Monitored,
): Builder<Panel> {
  const series = hpaSeries(namespace, webName(application));
  return graph({
    title: "web: CPU",
    description: `Mean use, per cent of the request, as the HPA reads it; it aims at ${cpuUtilization} %, dashed. No line: the metrics API does not answer, and the web front keeps its number of pods.`,
    runbook: "A metrics API is down",
    unit: "percent",
    width: 12,
    limit: { from: cpuUtilization },
    queries: [
      {
        expr: `max(kube_horizontalpodautoscaler_status_target_metric{${series},metric_name="cpu",metric_target_type="utilization"})`,
        legend: "in use",
      },
    ],
  });
}
