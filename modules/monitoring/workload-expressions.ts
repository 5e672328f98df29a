/** PromQL on the workload as a whole; alerts and dashboard read the same. */

/** Highest share of a claim in use that leaves time to act. */
export const CLAIM_USE = 0.85;

/**
 * Seconds to the first preview. The app's histogram ends at 64 s, so its own
 * target of 180 s cannot be judged by it; 30 s is what its team alerts on.
 */
export const PREVIEW_P95_SECONDS = 30;

/** Pods that answer; 0 where there should be some. */
export function availableReplicas(namespace: string, deployment: string): string {
  return `max(kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${deployment}"})`;
}

/** Labels that tell an HPA's series from those of others. */
export function hpaSeries(namespace: string, name: string): string {
  return `namespace="${namespace}",horizontalpodautoscaler="${name}"`;
}

/** 30 minutes: previews are rare, and a shorter window has none at all most of the time. */
export function previewSeconds(namespace: string, quantile: number): string {
  return `histogram_quantile(${quantile}, sum by (le) (rate(montage_time_to_preview_seconds_bucket{namespace="${namespace}"}[30m])))`;
}

/** Share in use. EFS reports a capacity of 8 EiB; NFS reports the whole export for each claim. */
export function claimUse(namespace: string): string {
  const here = `namespace="${namespace}"`;
  return `max by (persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${here}} / kubelet_volume_stats_capacity_bytes{${here}})`;
}
