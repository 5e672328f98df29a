/** Components that are not web, workers, services or Jobs of the app: what the workload stack brings itself. */
export const OWN_COMPONENTS = ["redis", "deletion-cost", "queue-metrics", "image-probe"] as const;

/** ConfigMaps of the namespace: the app's settings, and programs of ours. */
export const OWN_CONFIG_MAPS = [...OWN_COMPONENTS, "montage-ai-settings"] as const;

/** Deployment of a worker, by the worker's name in the data. */
export function workerDeploymentName(worker: string): string {
  return `montage-ai-${worker}`;
}

/** ScaledObject of a Deployment. */
export function scaledObjectName(deployment: string): string {
  return `${deployment}-scaledobject`;
}

/** ScaledJob of a worker, by the worker's name in the data; its Jobs and pods are named after it. */
export function scaledJobName(worker: string): string {
  return `montage-ai-${worker}`;
}
