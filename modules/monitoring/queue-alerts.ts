import type { Alert } from "./alert";
import type { MonitoredWorker } from "./monitoring";

/**
 * Alerts on a worker's queues, from KEDA's operator (`keda_*`) and
 * kube-state-metrics.
 *
 * KEDA's own `namespace` label arrives as `exported_namespace`: its
 * ServiceMonitor does not honour labels, so `namespace` is the one KEDA runs in.
 * `scaler` is the trigger's name; the sum of all triggers is a series of its own
 * (`composite-metric`), so the queues are picked by name.
 * https://github.com/kedacore/keda/blob/v2.20.0/pkg/metricscollector/prommetrics.go
 */
export function queueAlerts(
  worker: MonitoredWorker,
  namespace: string,
  kedaNamespace: string,
): readonly Alert[] {
  const object = `exported_namespace="${namespace}",scaledObject="${worker.scaledObjectName}"`;
  const queued = `keda_scaler_metrics_value{${object},scaler=~"queued_.+"}`;
  const queues = worker.queues.join(", ");
  return [
    {
      name: "MontageAIQueueNotDraining",
      expr: [
        `sum by (scaledObject) (max by (scaledObject, scaler) (min_over_time(${queued}[15m]))) > 0`,
        `and ${jobs(queued)} >= ${jobs(`${queued} offset 15m`)}`,
      ].join("\n"),
      for: "5m",
      severity: "warning",
      summary: `{{ $value }} jobs or more wait for ${worker.name}, and it does not become less`,
      description: `Queue ${queues} has had waiting jobs for 15 minutes and is as long as it was: workers are missing, stuck, or too slow.`,
      runbook: `kubectl -n ${namespace} get scaledobject,hpa,pods; compare wanted and running workers, then look for Pending pods.`,
    },
    {
      name: "MontageAIWorkerAtMaximum",
      expr: [
        `max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas{namespace="${namespace}",horizontalpodautoscaler="keda-hpa-${worker.scaledObjectName}"}) >= ${worker.max}`,
        `and on () ${jobs(queued)} > 0`,
      ].join("\n"),
      for: "30m",
      severity: "warning",
      summary: `${worker.name} has been at its maximum of ${worker.max} for 30 minutes, and jobs wait`,
      description: "More workers would be used, but the environment's data does not allow more.",
      runbook: `Raise scaling.max of ${worker.name}, with the node pool and the quota that it needs, or accept the wait.`,
    },
    {
      name: "MontageAIScalerFails",
      expr: `sum by (scaledObject) (increase(keda_scaled_object_errors_total{${object}}[10m])) > 0`,
      for: "10m",
      severity: "critical",
      summary: "KEDA cannot read the queue for {{ $labels.scaledObject }}",
      description:
        "Workers stay as many as they are (the fallback), whatever is queued. Most often Redis is down or a network policy is in the way.",
      runbook: `kubectl -n ${namespace} describe scaledobject ${worker.scaledObjectName}; kubectl -n ${kedaNamespace} logs deployment/keda-operator`,
    },
    {
      name: "MontageAIQueueNotMeasured",
      expr: `absent(${queued})`,
      for: "15m",
      severity: "warning",
      summary: `No queue length is known for ${worker.name}`,
      description: "The other alerts on this queue are blind, and the worker may not scale at all.",
      runbook: `kubectl -n ${namespace} get scaledobject ${worker.scaledObjectName}; is the operator of KEDA up, and does Prometheus scrape it?`,
    },
  ];
}

/** Jobs of all queues; of two operators only the leader has current numbers, hence the maximum first. */
function jobs(queued: string): string {
  return `sum by (scaledObject) (max by (scaledObject, scaler) (${queued}))`;
}
