import type { MonitoredWorker } from "./monitored-worker";

/** Series of KEDA's operator and what a person asks KEDA for, by what scales a worker. */
export interface ScalerSeries {
  /** Jobs that wait, by trigger. */
  readonly queued: string;
  /** Jobs that a worker has taken, by trigger. */
  readonly running: string;
  /** Errors of the scaler, counted. */
  readonly errors: string;
  /** `scaledobject NAME`, for kubectl. */
  readonly object: string;
}

/**
 * KEDA's own `namespace` label arrives as `exported_namespace`: its
 * ServiceMonitor does not honour labels, so `namespace` is the one KEDA runs in.
 * `scaler` is the trigger's name; the sum of all triggers is a series of its own
 * (`composite-metric`), so the queues are picked by name. A ScaledJob's triggers
 * are labelled `scaledObject` as well, its errors are not.
 * https://github.com/kedacore/keda/blob/v2.20.0/pkg/metricscollector/prommetrics.go
 */
export function scalerSeries({ scaler }: MonitoredWorker, namespace: string): ScalerSeries {
  const { kind, name } = scaler;
  const here = `exported_namespace="${namespace}"`;
  const counted = (state: "queued" | "running"): string =>
    `keda_scaler_metrics_value{${here},scaledObject="${name}",scaler=~"${state}_.+"}`;
  const jobs = { queued: counted("queued"), running: counted("running") };
  switch (kind) {
    case "ScaledObject":
      return {
        ...jobs,
        errors: `keda_scaled_object_errors_total{${here},scaledObject="${name}"}`,
        object: `scaledobject ${name}`,
      };
    case "ScaledJob":
      return {
        ...jobs,
        errors: `keda_scaled_job_errors_total{${here},scaledJob="${name}"}`,
        object: `scaledjob ${name}`,
      };
    default:
      return kind satisfies never;
  }
}
