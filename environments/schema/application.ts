import { z } from "zod";
import { appSecret } from "./app-secret";
import { bytes, cpu, dnsLabel, port, positive, resources, settingName } from "./common";
import { egress } from "./egress";
import { workerGpu } from "./gpu";
import { ingress } from "./ingress";
import { workerScaling } from "./worker-scaling";

/** A claim of the application in the pods of one worker. */
const workerClaim = z.strictObject({
  /** Name in `claims`. */
  name: dnsLabel,
  /** The pods may only read it. */
  readOnly: z.boolean(),
});

const worker = z.strictObject({
  /** Deployment `<application>-<name>`. */
  name: dnsLabel.max(28),
  /** RQ queues, highest priority first. */
  queues: z.array(z.string().regex(/^[a-z0-9_-]+$/)).min(1),
  /** Who puts jobs on queues that the app's settings do not name. Absent: nobody but the app. */
  filledBy: z.string().min(1).optional(),
  /** Longest job that RQ lets run, seconds; the termination grace follows from it. */
  jobTimeoutSeconds: positive,
  role: z.enum(["cpu-worker", "gpu-worker"]),
  /** Variant of the app's image, the end of its repository's name: `qsv` is `<repository>-qsv`. Absent: the app's own. */
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

/** A path of the web front, without a query. */
const path = z.string().regex(/^\/[A-Za-z0-9_/-]*$/, "must be a path, e.g. /api/jobs");

const web = z.strictObject({
  port,
  /** Answers while the process is well, whatever Redis does; a pod that fails it is started again. */
  livenessPath: z.string().startsWith("/"),
  /** Asks what the web front stands on; a pod that fails it gets no requests. */
  readinessPath: z.string().startsWith("/"),
  replicas: z.strictObject({ min: positive, max: positive }),
  /** Mean CPU use, per cent of the request, that the HPA aims for. */
  cpuUtilization: z.int().min(1).max(100),
  resources,
  /** What of the web front the Ingress passes; all else answers inside the cluster alone. */
  publicPaths: z.strictObject({
    exact: z.array(path),
    /** These paths and what is below them. */
    below: z.array(path.min(2, "would pass everything: write the paths out")),
  }),
  /** Absent: nobody outside the cluster reaches it. */
  ingress: ingress.optional(),
});
export type WebSpec = z.output<typeof web>;

const claim = z.strictObject({
  name: dnsLabel,
  size: bytes,
  mountPath: z.string().startsWith("/"),
  accessMode: z.enum(["ReadWriteMany", "ReadWriteOnce"]),
});
export type ClaimSpec = z.output<typeof claim>;

/** An application: its web front, queue workers, cgpu proxy and claims, in a namespace and a stack of its own. */
export const application = z.strictObject({
  /** What its objects are called after: Deployments `<name>-web` and `<name>-<worker>`, their labels, its dashboards. */
  name: dnsLabel,
  /**
   * Name of its stack and thereby of its state, `<environment>-<stack>`, and the id of what it
   * has in the stacks of the platform and of the secrets. Another one is another state: Terraform
   * would make everything anew.
   *
   * @default the application's name
   */
  stack: dnsLabel.optional(),
  /** Namespace of its own: quota, network policies, secrets and Redis are apart from those of others. */
  namespace: dnsLabel,
  /** User and group of the image; the volumes belong to them. */
  user: z.strictObject({ uid: positive, gid: positive }),
  web,
  workers: z.array(worker).min(1),
  cgpu: z.strictObject({
    /** The proxy runs, and the app is told to use it (CGPU_ENABLED). */
    enabled: z.boolean(),
    replicas: positive,
    port,
    resources,
    /** Optional Secret with config.json and session.json, for all pods that run `cgpu`. */
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
    /** What all claims may ask for together. */
    storage: bytes,
    /** Jobs at once, finished ones that are kept among them. */
    jobs: positive,
    /** GPUs, or slices of them, that pods may ask for at once, of each resource that the nodes have; of all others none. */
    gpus: z.int().min(0),
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
  /** Ways out that the app needs here, beside those that it needs everywhere. */
  egresses: z.array(egress),
  /** Variables that hold secrets, from Vault. None where External Secrets is off. */
  secrets: z.array(appSecret),
});
export type ApplicationSpec = z.output<typeof application>;
