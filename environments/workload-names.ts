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
