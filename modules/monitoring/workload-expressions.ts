/** PromQL on the workload as a whole; alerts and dashboard read the same. */

/** Highest share of a claim in use that leaves time to act. */
export const CLAIM_USE = 0.85;

/** Pods that answer; 0 where there should be some. */
export function availableReplicas(namespace: string, deployment: string): string {
  return `max(kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${deployment}"})`;
}

/** Labels that tell an HPA's series from those of others. */
export function hpaSeries(namespace: string, name: string): string {
  return `namespace="${namespace}",horizontalpodautoscaler="${name}"`;
}

/** Share in use. EFS reports a capacity of 8 EiB; NFS reports the whole export for each claim. */
export function claimUse(namespace: string): string {
  const here = `namespace="${namespace}"`;
  return `max by (persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${here}} / kubelet_volume_stats_capacity_bytes{${here}})`;
}
