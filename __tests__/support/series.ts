/**
 * Series that alerts and dashboards may read, with the labels that each has of its own and
 * where that is written. Whatever is not here is a misspelling, or needs its source looked up.
 * Prometheus adds `namespace`, `pod`, `job` … of what it scrapes; KEDA's own `namespace`
 * arrives as `exported_namespace`.
 */
export const SERIES: Readonly<Record<string, readonly string[]>> = {
  // https://github.com/kedacore/keda/blob/v2.20.2/pkg/metricscollector/prommetrics.go
  keda_scaler_metrics_value: ["exported_namespace", "scaledObject", "scaler"],
  keda_scaled_object_errors_total: ["exported_namespace", "scaledObject"],
  keda_scaled_job_errors_total: ["exported_namespace", "scaledJob"],
  // https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
  kube_pod_status_phase: ["namespace", "pod", "phase"],
  kube_pod_info: ["namespace", "pod", "pod_ip"],
  kube_pod_status_ready: ["namespace", "pod", "condition"],
  kube_pod_status_unschedulable: ["namespace", "pod"],
  kube_pod_container_status_waiting_reason: ["namespace", "pod", "container", "reason"],
  kube_pod_container_status_last_terminated_reason: ["namespace", "pod", "container", "reason"],
  kube_pod_container_status_restarts_total: ["namespace", "pod", "container"],
  kube_deployment_status_replicas_available: ["namespace", "deployment"],
  kube_job_status_active: ["namespace", "job_name"],
  kube_horizontalpodautoscaler_status_desired_replicas: ["namespace", "horizontalpodautoscaler"],
  kube_horizontalpodautoscaler_status_condition: [
    "namespace",
    "horizontalpodautoscaler",
    "condition",
    "status",
  ],
  kube_horizontalpodautoscaler_status_target_metric: [
    "namespace",
    "horizontalpodautoscaler",
    "metric_name",
    "metric_target_type",
  ],
  kube_node_status_condition: ["node", "condition", "status"],
  kube_node_labels: ["node", "label_fluxibri_ai_pool"],
  // https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/metrics/collectors/volume_stats.go
  kubelet_volume_stats_used_bytes: ["namespace", "persistentvolumeclaim"],
  kubelet_volume_stats_capacity_bytes: ["namespace", "persistentvolumeclaim"],
  // https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.2/cluster-autoscaler/metrics/metrics.go
  cluster_autoscaler_unschedulable_pods_count: ["type"],
  cluster_autoscaler_failed_scale_ups_total: ["reason"],
  // https://github.com/external-secrets/external-secrets/blob/main/pkg/controllers/externalsecret/esmetrics/esmetrics.go
  externalsecret_status_condition: ["exported_namespace", "name", "condition", "status"],
  // modules/image-probe/probe_images.py
  fluxibri_image_outcome: ["namespace", "image", "outcome"],
  fluxibri_image_look_timestamp_seconds: ["namespace"],
  fluxibri_image_token_end_timestamp_seconds: ["namespace", "registry"],
  // The app's own counters of its events (d5eade7, src/montage_ai/telemetry.py).
  montage_preview_requests_total: ["namespace", "pod"],
  montage_jobstore_update_attempt_total: ["namespace", "pod"],
  // modules/queue-metrics/queue_metrics.py
  fluxibri_redis_up: ["namespace"],
  fluxibri_redis_connections: ["namespace", "pod_ip"],
  fluxibri_redis_tcp_keepalive_seconds: ["namespace"],
  fluxibri_queue_jobs: ["namespace", "queue", "state"],
  fluxibri_queue_workers: ["namespace", "queue"],
  fluxibri_jobs_accepted: ["namespace"],
  fluxibri_job_update_listeners: ["namespace"],
  // Prometheus itself: the labels are those of the alert.
  ALERTS: ["alertname", "alertstate", "application", "worker"],
};

/** One selector of an expression: a series with its matchers. */
export interface Selector {
  readonly series: string;
  readonly labels: readonly string[];
}

/** Words of PromQL that are followed by no parenthesis. */
const KEYWORDS = new Set(["and", "or", "unless", "offset", "bool"]);

/** The selectors of an expression. Names in front of a parenthesis are functions, or lists of labels. */
export function selectorsOf(expr: string): readonly Selector[] {
  const found: Selector[] = [];
  const withoutGrouping = expr.replaceAll(
    /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g,
    " ",
  );
  for (const [, series = "", matchers = ""] of withoutGrouping.matchAll(
    /(?<![\w"'[.])([A-Za-z_:][\w:]*)(?!\w)(?!\s*\()(?:\{((?:[^}"]|"[^"]*")*)\})?/g,
  )) {
    if (KEYWORDS.has(series)) continue;
    found.push({
      series,
      labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = ""]) => label),
    });
  }
  return found;
}

/** Labels that an expression groups by or joins on. */
export function groupingOf(expr: string): readonly string[] {
  return [
    ...expr.matchAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g),
  ].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== ""),
  );
}
