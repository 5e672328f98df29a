import { webName } from "../../environments/workload-names";
import type { SignalsSpec } from "../../environments/schema";
import type { Monitored } from "./alert";

/** PromQL on an application as a whole; alerts and dashboard read the same. */

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

/**
 * Web pods that answer while nothing of theirs arrives in Redis. Each of the
 * app's web processes keeps connections, and one that came up without Redis never
 * makes any; where addresses are translated on their way to Redis, the queue
 * metrics name none, and this says nothing. The app's own counters say the same of
 * previews: it counts each that it accepts, and each try to write a job down,
 * which it makes in Redis only.
 */
export function webPodsOutsideRedis(
  { application, namespace }: Monitored,
  { accepted, written }: NonNullable<SignalsSpec["webCounters"]>,
): string {
  const here = `namespace="${namespace}"`;
  const pods = `${here},pod=~"${webName(application)}-[a-z0-9]{6,10}-[a-z0-9]{5}"`;
  const counted = (series: string) => `max by (pod) (increase(${series}{${pods}}[15m])) > 0`;
  return [
    `max by (pod, pod_ip) (kube_pod_info{${pods}})`,
    `  * on (pod) group_left () max by (pod) (kube_pod_status_ready{${pods},condition="true"}) == 1`,
    `  unless on (pod_ip) fluxibri_redis_connections{${here}}`,
    `  and on () fluxibri_redis_connections{${here}}`,
    `or on (pod) (${counted(accepted)} unless on (pod) ${counted(written)})`,
  ].join("\n");
}

/** Jobs that the app has written to Redis, ever; of two pods of a rollout the newer one's count is as high. */
export function jobsAccepted(namespace: string): string {
  return `max(fluxibri_jobs_accepted{namespace="${namespace}"})`;
}

/** Jobs by queue that are in a state which they pass in milliseconds, at every look of five minutes. */
export function jobsThatStay(namespace: string, state: string): string {
  return `max by (queue) (min_over_time(fluxibri_queue_jobs{namespace="${namespace}",state="${state}"}[5m]))`;
}
