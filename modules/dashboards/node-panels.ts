import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { LABELS } from "../../environments/labels";
import { counted, graph } from "./panel";

/** The nodes as the dashboard groups them. */
export interface ShownNodes {
  /** Whether nodes come and go in pools of ours, and carry the pool's label; else each is shown by name. */
  readonly inPools: boolean;
  /** Whether cluster-autoscaler is there and scraped. */
  readonly autoscaler: boolean;
}

const READY = `max by (node) (kube_node_status_condition{condition="Ready",status="true"})`;

export function nodePanels({ inPools, autoscaler }: ShownNodes): readonly Builder<Panel>[] {
  return [inPools ? poolsPanel() : machinesPanel(), ...(autoscaler ? [autoscalerPanel()] : [])];
}

function poolsPanel(): Builder<Panel> {
  // kube-state-metrics writes keys so, and tells only those that its allow list names.
  const pool = `label_${LABELS.pool.replaceAll(/[^a-z0-9]/g, "_")}`;
  return graph({
    title: "Ready nodes by pool",
    description:
      "Nodes that take pods, in each pool. A pool at its maximum while pods find no node: raise its max, or lower the worker's. What all workers need at their maximum: npm run check.",
    runbook: "Pods are Pending",
    unit: "short",
    width: 8,
    queries: [
      {
        expr: `sum by (${pool}) (${READY} * on (node) group_left (${pool}) max by (node, ${pool}) (kube_node_labels{${pool}!=""}))`,
        legend: `{{${pool}}}`,
      },
    ],
  });
}

function machinesPanel(): Builder<Panel> {
  return graph({
    title: "Nodes that are ready",
    description: "1: the node takes pods; 0: it does not, and its pods move or wait.",
    runbook: "Pods are Pending",
    unit: "short",
    width: 8,
    queries: [{ expr: READY, legend: "{{node}}" }],
  });
}

/** Of two replicas only the leader looks. */
function autoscalerPanel(): Builder<Panel> {
  return graph({
    title: "cluster-autoscaler",
    description:
      "Pods of the whole cluster for which it sees no node, and nodes that AWS did not give it in an hour. Pods without node and no failed attempt: every group that fits is at its maximum, or none fits.",
    runbook: "Pods are Pending",
    unit: "short",
    width: 8,
    queries: [
      {
        expr: `max by (type) (cluster_autoscaler_unschedulable_pods_count)`,
        legend: "pods: {{type}}",
      },
      {
        expr: counted("sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[1h]))"),
        legend: "failed: {{reason}}",
      },
    ],
  });
}
