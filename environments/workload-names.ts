/** Deployment of a worker, by the worker's name in the data. */
export function workerDeploymentName(worker: string): string {
  return `montage-ai-${worker}`;
}

/** ScaledObject of a Deployment. */
export function scaledObjectName(deployment: string): string {
  return `${deployment}-scaledobject`;
}
