import { z } from "zod";
import { bytes, cpu, dnsLabel, port, positive, resources } from "./common";
import { workerGpu } from "./gpu";
import { workerScaling } from "./worker-scaling";

/** A claim of the workload in the pods of one worker. */
const workerClaim = z.strictObject({
  /** Name in `claims`. */
  name: dnsLabel,
  /** The pods may only read it. */
  readOnly: z.boolean(),
});

const worker = z.strictObject({
  /** Deployment `montage-ai-<name>`. */
  name: dnsLabel.max(28),
  /** RQ queues, highest priority first. */
  queues: z.array(z.string().regex(/^[a-z0-9_-]+$/)).min(1),
  /** Who puts jobs on queues that the app's settings do not name. Absent: nobody but the app. */
  filledBy: z.string().min(1).optional(),
  /** Longest job that RQ lets run, seconds; the termination grace follows from it. */
  jobTimeoutSeconds: positive,
  role: z.enum(["cpu-worker", "gpu-worker"]),
  /** Variant of the app's image, the end of its repository's name: `qsv` is `montage-ai-qsv`. Absent: the app's own. */
  imageVariant: dnsLabel.optional(),
  /** Claims that its pods mount. */
  claims: z.array(workerClaim),
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

/** Name of an environment variable. */
const settingName = z.string().regex(/^[A-Z][A-Z0-9_]*$/);

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
  /**
   * Variable that the app reads Redis' password from. Absent: it sends none, and
   * a Redis with a password is refused.
   */
  redisPasswordVariable: settingName.optional(),
  /** The app's settings, one ConfigMap. */
  settings: z.record(settingName, z.string()),
});
export type WorkloadSpec = z.output<typeof workload>;

/**
 * What the app's staging did to get by on few machines. One block, so that it
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
