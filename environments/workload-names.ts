/** Components that are not web, workers, services or Jobs of the app: what an application's stack brings itself. */
export const OWN_COMPONENTS = ["redis", "deletion-cost", "queue-metrics", "image-probe"] as const;

/** ConfigMap with an application's settings. */
export function settingsName(application: string): string {
  return `${application}-settings`;
}

/** Deployment, Service and HPA of an application's web front. */
export function webName(application: string): string {
  return `${application}-web`;
}

/** Deployment of a worker, by the names of application and worker in the data. */
export function workerDeploymentName(application: string, worker: string): string {
  return `${application}-${worker}`;
}

/** ScaledObject of a Deployment. */
export function scaledObjectName(deployment: string): string {
  return `${deployment}-scaledobject`;
}

/** ScaledJob of a worker, by the names of application and worker in the data; its Jobs and pods are named after it. */
export function scaledJobName(application: string, worker: string): string {
  return `${application}-${worker}`;
}

/** What an application's stack calls its own parts; a worker is a part of it by its name. */
export const STACK_PARTS = [
  ...OWN_COMPONENTS,
  ...[
    "access",
    "aws",
    "backend",
    "claims",
    "eks-cluster",
    "dashboards",
    "kubernetes",
    "monitoring",
    "network",
  ],
  ...["ownership", "quota", "redis-address", "settings", "web", "web-url"],
] as const;
