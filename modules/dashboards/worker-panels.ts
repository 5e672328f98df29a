import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { queueAdapter, type QueueName } from "../../queues";
import type { MonitoredWorker } from "../monitoring/monitored-worker";
import { type ScalerSeries, scalerSeries } from "../monitoring/scaler-series";
import {
  hpaOf,
  jobs,
  jobsByQueue,
  podsInPhase,
  podsReady,
  podsWanted,
} from "../monitoring/worker-expressions";
import { hpaSeries } from "../monitoring/workload-expressions";
import { counted, figure, graph, type Query } from "./panel";

/** A queue worker as the dashboard shows it. */
export interface ShownWorker extends MonitoredWorker {
  /** Library that keeps its jobs. */
  readonly queue: QueueName;
  /** Fewest pods that it has. */
  readonly min: number;
}

/** One row: its jobs, its pods, how busy they are, whether KEDA sees the queue. */
export function workerPanels(worker: ShownWorker, namespace: string): readonly Builder<Panel>[] {
  const series = scalerSeries(worker, namespace);
  return [
    jobsPanel(worker, series),
    podsPanel(worker, namespace),
    busyPanel(worker, namespace, series),
    scalerPanel(worker, namespace, series),
  ];
}

function jobsPanel(
  { name, queue }: ShownWorker,
  { queued, running }: ScalerSeries,
): Builder<Panel> {
  return graph({
    title: `${name}: jobs`,
    description: `Jobs that wait (queued_QUEUE) and that a worker has taken (running_${queueAdapter(queue).countsRunningByQueue ? "QUEUE" : "WORKER"}), as KEDA last read them from Redis. Waiting jobs that do not become less while pods are ready: workers are stuck or too slow. No line: KEDA reads nothing, or Prometheus does not scrape its operator.`,
    runbook: "The queue grows and workers do not",
    unit: "short",
    width: 8,
    queries: [queued, running].map((series) => ({
      expr: jobsByQueue(series),
      legend: "{{scaler}}",
    })),
  });
}

function podsPanel(worker: ShownWorker, namespace: string): Builder<Panel> {
  const { name, min, max } = worker;
  return graph({
    title: `${name}: pods`,
    description: `Between min ${min} and max ${max}, dashed. Wanted at the maximum for long: more would be used. Pending: no node takes them. Running and not ready: they start, or wait for Redis.`,
    runbook: "Workers are at their maximum",
    unit: "short",
    width: 8,
    limit: { from: max },
    queries: [
      { expr: podsWanted(worker, namespace), legend: "wanted" },
      { expr: podsInPhase(worker, namespace, "Running"), legend: "running" },
      { expr: podsReady(worker, namespace), legend: "ready" },
      { expr: podsInPhase(worker, namespace, "Pending"), legend: "pending" },
      { expr: `vector(${min})`, legend: "min" },
    ],
  });
}

/** 1 is right while jobs wait; less than 1 all day is what the minimum costs. */
function busyPanel(
  worker: ShownWorker,
  namespace: string,
  { running }: ScalerSeries,
): Builder<Panel> {
  return graph({
    title: `${worker.name}: share of workers in a job`,
    description: `Running jobs by ready pods. 100 % with jobs that wait: more workers are needed. Far below it for days: min or the pools are larger than the load. Above it: jobs of workers that died, until ${queueAdapter(worker.queue).deadWorkersJobs}.`,
    runbook: "Workers are at their maximum",
    unit: "percentunit",
    width: 4,
    queries: [
      {
        expr: `${jobs(running)} / on () group_left () (${podsReady(worker, namespace)} > 0)`,
        legend: "in a job",
      },
    ],
  });
}

function scalerPanel(
  worker: ShownWorker,
  namespace: string,
  { errors }: ScalerSeries,
): Builder<Panel> {
  return figure({
    title: `${worker.name}: errors of the scaler`,
    description:
      "How often KEDA could not read the queue in 10 minutes, and whether the HPA has no number to scale by (at 0 pods it has none by design). Workers then stay as many as they are.",
    runbook: "The queue grows and workers do not",
    unit: "short",
    width: 4,
    limit: { from: 1 },
    queries: [
      { expr: counted(`sum(increase(${errors}[10m]))`), legend: "errors" },
      ...withoutMetric(worker, namespace),
    ],
  });
}

/** A ScaledJob has no HPA. */
function withoutMetric({ scaler }: ShownWorker, namespace: string): readonly Query[] {
  if (scaler.kind === "ScaledJob") return [];
  const hpa = hpaSeries(namespace, hpaOf(scaler.name));
  return [
    {
      expr: `max(kube_horizontalpodautoscaler_status_condition{${hpa},condition="ScalingActive",status="false"})`,
      legend: "HPA is blind",
    },
  ];
}
