import type { EnvironmentData } from "../../environments/schema";

type Application = EnvironmentData["applications"][number];

/**
 * Thumbnails of clips, an application to copy: Celery, one kind of worker that is there only while
 * there is work, two claims; no web front, jobs come from pods of another namespace. An environment runs it by
 * `applications: [..., thumbnails]` and a tag in its switches.
 */
export const thumbnails = {
  name: "thumbnails",
  namespace: "thumbnails",
  // Outside the cluster it is nowhere. Where builds are published: `published: "ghcr.io/<owner>/thumbnails"`,
  // from which mirror and try-image take them; and in staging or production `images.ghcr` as well.
  images: { registry: { kind: "registry", repository: "thumbnails" } },
  queue: "celery",
  // Whoever sends jobs needs a way out to here: an egress, where its application is in an environment as well.
  redis: { kind: "managed", senders: ["clips"] },
  user: { uid: 1000, gid: 1000 },
  workers: [
    {
      name: "maker",
      queues: ["thumbnails"],
      filledBy: "the upload of clips",
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
  filledQueues: [],
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
