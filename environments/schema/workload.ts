import { z } from "zod";
import { bytes, cpu, dnsLabel, port, positive, resources } from "./common";
import { workerGpu } from "./gpu";

/** How a queue worker follows its queues. */
const workerScaling = z.strictObject({
  min: z.int().min(0),
  max: positive,
  /** Jobs (waiting + running) per replica that KEDA aims for. */
  jobsPerReplica: positive,
  /** Seconds between KEDA's looks at Redis. */
  pollingIntervalSeconds: positive,
  /** Seconds without jobs before KEDA goes to zero; matters only with min 0. */
  cooldownSeconds: positive,
  /** Seconds that the wanted count must stay lower before a worker is removed. */
  scaleInStabilizationSeconds: z.int().min(0).max(3600),
  /** Replicas while KEDA is switched off. */
  replicasWithoutKeda: positive,
});

const worker = z.strictObject({
  /** Deployment `montage-ai-<name>`. */
  name: dnsLabel.max(28),
  /** RQ queues, highest priority first. */
  queues: z.array(z.string().regex(/^[a-z0-9_-]+$/)).min(1),
  /** Longest job that RQ lets run, seconds; the termination grace follows from it. */
  jobTimeoutSeconds: positive,
  role: z.enum(["cpu-worker", "gpu-worker"]),
  scaling: workerScaling,
  resources,
  gpu: workerGpu.optional(),
  /** Scratch space for segments (emptyDir), and its limit. */
  scratch: bytes,
});
export type WorkerSpec = z.output<typeof worker>;

const web = z.strictObject({
  port,
  healthPath: z.string().startsWith("/"),
  replicas: z.strictObject({ min: positive, max: positive }),
  /** Mean CPU use, per cent of the request, that the HPA aims for. */
  cpuUtilization: z.int().min(1).max(100),
  resources,
  ingress: z
    .strictObject({
      className: dnsLabel,
      host: z.string().min(1),
      tlsSecretName: dnsLabel.optional(),
      annotations: z.record(z.string(), z.string()),
    })
    .optional(),
});
export type WebSpec = z.output<typeof web>;

const claim = z.strictObject({
  name: dnsLabel,
  size: bytes,
  mountPath: z.string().startsWith("/"),
  accessMode: z.enum(["ReadWriteMany", "ReadWriteOnce"]),
});
export type ClaimSpec = z.output<typeof claim>;

/** The application: montage-ai's web front, queue workers, cgpu proxy and claims. */
export const workload = z.strictObject({
  namespace: dnsLabel,
  /** User and group of the image; the volumes belong to them. */
  user: z.strictObject({ uid: positive, gid: positive }),
  web,
  workers: z.array(worker).min(1),
  cgpu: z.strictObject({
    replicas: positive,
    port,
    resources,
    /** Optional Secret with config.json and session.json. */
    credentialsSecretName: dnsLabel,
  }),
  claims: z.array(claim).min(1),
  /** Claim that a staging fallback may replace by an emptyDir. */
  cacheClaim: dnsLabel,
  quota: z.strictObject({
    requestsCpu: cpu,
    requestsMemory: bytes,
    limitsCpu: cpu,
    limitsMemory: bytes,
    pods: positive,
    claims: positive,
  }),
  /** Requests and limits of containers that declare none (the jobs that the app submits). */
  containerDefaults: resources,
  /** The app's settings, one ConfigMap. */
  settings: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()),
});
export type WorkloadSpec = z.output<typeof workload>;

/**
 * What the seed's staging did to get by on few machines. One block, so that it
 * can be refused as a whole: production has none of it.
 */
export const fallbacks = z.strictObject({
  /** The cache claim becomes an emptyDir of each pod. */
  emptyDirCache: z.boolean(),
  /** Claims are ReadWriteOnce on one node's disk; all pods that share them land there. */
  nodeLocalVolumes: z.boolean(),
  /** Pods tolerate every taint but the GPU one. */
  broadTolerations: z.boolean(),
  /** Smaller requests for web and workers, by workload name. */
  reducedRequests: z.record(dnsLabel, z.strictObject({ cpu, memory: bytes })),
});
export type Fallbacks = z.output<typeof fallbacks>;
