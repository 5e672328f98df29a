import type { EnvironmentData } from "../../environments/schema";

type Application = EnvironmentData["applications"][number];

/** Where the front puts jobs; workers get Redis as a URL. */
const redis = {
  REDIS_HOST: { from: "redis-host" },
  REDIS_PORT: { from: "redis-port" },
} as const;

const probe = { path: "/healthz", timeoutSeconds: 2, periodSeconds: 10, failureThreshold: 3 };

/**
 * Thumbnails of clips, an application to copy: Celery, a small front that takes orders, one kind of
 * worker that is there only while there is work, one claim. An environment runs it by
 * `applications: [..., thumbnails]` and a tag in its switches.
 */
export const thumbnails = {
  name: "thumbnails",
  namespace: "thumbnails",
  images: { registry: { kind: "registry", repository: "thumbnails" } },
  queue: "celery",
  redis: { kind: "managed" },
  user: { uid: 1000, gid: 1000 },
  web: {
    port: 8000,
    command: ["python", "-m", "clips.front"],
    variables: { PORT: { from: "port" }, ...redis },
    probes: {
      startup: { ...probe, failureThreshold: 30 },
      readiness: probe,
      liveness: probe,
    },
    scratch: "1Gi",
    replicas: { min: 1, max: 2 },
    cpuUtilization: 70,
    resources: {
      requests: { cpu: "100m", memory: "128Mi" },
      limits: { cpu: "500m", memory: "256Mi" },
    },
    publicPaths: { exact: ["/"], below: [] },
  },
  workers: [
    {
      name: "maker",
      queues: ["thumbnails"],
      // Celery's program and the module of the app; queues, limits and keys come from the adapter.
      command: ["celery", "-A", "clips"],
      variables: { HOME: { from: "home" } },
      jobTimeoutSeconds: 300,
      role: "cpu-worker",
      claims: [
        { name: "clips", readOnly: false },
        { name: "thumbnails-cache", readOnly: false },
      ],
      scaling: {
        kind: "deployment",
        min: 0,
        max: 3,
        waitingJobsPerReplica: 2,
        pollingIntervalSeconds: 5,
        cooldownSeconds: 30,
        scaleInStabilizationSeconds: 30,
        replicasWithoutKeda: 1,
      },
      resources: {
        requests: { cpu: "250m", memory: "256Mi" },
        limits: { cpu: "1", memory: "1Gi" },
      },
      scratch: "2Gi",
    },
  ],
  services: [],
  homeFiles: [],
  filledQueues: [{ queue: "thumbnails" }],
  claims: [
    { name: "clips", size: "10Gi", mountPath: "/clips", accessMode: "ReadWriteMany" },
    { name: "thumbnails-cache", size: "2Gi", mountPath: "/cache", accessMode: "ReadWriteMany" },
  ],
  // What a laptop replaces by an emptyDir of each pod.
  cacheClaim: "thumbnails-cache",
  quota: {
    requestsCpu: "4",
    requestsMemory: "8Gi",
    limitsCpu: "16",
    limitsMemory: "32Gi",
    pods: 20,
    claims: 4,
    storage: "40Gi",
    jobs: 5,
    gpus: 0,
  },
  containerDefaults: {
    requests: { cpu: "50m", memory: "64Mi" },
    limits: { cpu: "500m", memory: "256Mi" },
  },
  settings: {},
  egresses: [],
  secrets: [],
} satisfies Application;
