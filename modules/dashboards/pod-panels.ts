import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { CLAIM_USE, claimUse } from "../monitoring/workload-expressions";
import { counted, graph } from "./panel";

/** Pods that do not run, containers that end, data that grows. */
export function podPanels(namespace: string): readonly Builder<Panel>[] {
  return [restartsPanel(namespace), outOfMemoryPanel(namespace), claimsPanel(namespace)];
}

export function pendingPanel(namespace: string, width: number): Builder<Panel> {
  const here = `namespace="${namespace}"`;
  return graph({
    title: "Pods that wait, by reason",
    description:
      "No node: the scheduler finds none that fits. The others have a node, and their container waits: for its image, its volume, or after a crash.",
    runbook: "Pods are Pending",
    unit: "short",
    width,
    queries: [
      { expr: `sum(max by (pod) (kube_pod_status_unschedulable{${here}}))`, legend: "no node" },
      {
        expr: `sum by (reason) (max by (pod, container, reason) (kube_pod_container_status_waiting_reason{${here}}))`,
        legend: "{{reason}}",
      },
    ],
  });
}

function restartsPanel(namespace: string): Builder<Panel> {
  return graph({
    title: "Container restarts in an hour",
    description:
      "Each restart of a worker is a job that began again or failed. Those with a reason beside them ran out of memory.",
    runbook: "Workers are killed",
    unit: "short",
    width: 8,
    queries: [
      {
        expr: `${counted(`sum by (pod, container) (${restarts(namespace)})`)} > 0`,
        legend: "{{pod}} {{container}}",
      },
    ],
  });
}

/** The kubelet tells the last reason only, so it counts where there was a restart as well. */
function outOfMemoryPanel(namespace: string): Builder<Panel> {
  const killed = `kube_pod_container_status_last_terminated_reason{namespace="${namespace}",reason="OOMKilled"}`;
  return graph({
    title: "Killed for memory in an hour",
    description:
      "Containers that restarted and whose last end was OOMKilled: they reached their own memory limit. Raise resources.limits.memory of the worker, with what the capacity rule then says.",
    runbook: "Workers are killed",
    unit: "short",
    width: 8,
    limit: { from: 1 },
    queries: [
      {
        expr: `max by (pod, container) (${killed}) > 0 and on (pod, container) sum by (pod, container) (${restarts(namespace)}) > 0`,
        legend: "{{pod}} {{container}}",
      },
    ],
  });
}

function restarts(namespace: string): string {
  return `increase(kube_pod_container_status_restarts_total{namespace="${namespace}"}[1h])`;
}

function claimsPanel(namespace: string): Builder<Panel> {
  return graph({
    title: "Use of claims",
    description:
      "Share of each claim's volume in use. EFS has no end and shows nothing of worth; on NFS each claim shows the whole export.",
    runbook: "A claim is full",
    unit: "percentunit",
    width: 8,
    limit: { from: CLAIM_USE },
    queries: [{ expr: claimUse(namespace), legend: "{{persistentvolumeclaim}}" }],
  });
}
