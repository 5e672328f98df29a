import { workerDeploymentName } from "../../environments/workload-names";
import type { MonitoredWorker } from "./monitored-worker";
import { hpaSeries } from "./workload-expressions";

/** PromQL on one worker; alerts and dashboard read the same. */

/** Jobs of all queues; of two operators only the leader has current numbers, hence the maximum first. */
export function jobs(counted: string): string {
  return `sum by (scaledObject) (max by (scaledObject, scaler) (${counted}))`;
}

/** The same for each queue by itself. */
export function jobsByQueue(counted: string): string {
  return `max by (scaler) (${counted})`;
}

/** Pods that there should be: the HPA's wish, or the Jobs that have not ended. */
export function podsWanted({ scaler }: MonitoredWorker, namespace: string): string {
  switch (scaler.kind) {
    case "ScaledObject":
      return `max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas{${hpaSeries(namespace, hpaOf(scaler.name))}})`;
    case "ScaledJob":
      return `sum(max by (job_name) (kube_job_status_active{namespace="${namespace}",job_name=~"${scaler.name}-[a-z0-9]{5}"}))`;
    default:
      return scaler.kind satisfies never;
  }
}

export function podsInPhase(
  worker: MonitoredWorker,
  namespace: string,
  phase: "Pending" | "Running",
): string {
  return `sum(max by (pod) (kube_pod_status_phase{namespace="${namespace}",phase="${phase}",${podsOf(worker)}}))`;
}

export function podsReady(worker: MonitoredWorker, namespace: string): string {
  return `sum(max by (pod) (kube_pod_status_ready{namespace="${namespace}",condition="true",${podsOf(worker)}}))`;
}

/** The HPA that KEDA makes for a ScaledObject. */
export function hpaOf(scaledObject: string): string {
  return `keda-hpa-${scaledObject}`;
}

/** Also covers pods of Jobs; those of other workers whose name is longer end in more than two parts. */
function podsOf({ application, name, scaler }: MonitoredWorker): string {
  const ends =
    scaler.kind === "ScaledObject" ? "[a-z0-9]{6,10}-[a-z0-9]{5}" : "[a-z0-9]{5}-[a-z0-9]{5}";
  return `pod=~"${workerDeploymentName(application, name)}-${ends}"`;
}
