import { z } from "zod";
import { QUEUE_NAMES } from "../../queues";
import { appSecret } from "./app-secret";
import { bytes, cpu, dnsLabel, positive, resources, settingName } from "./common";
import { companion } from "./companion";
import { egress } from "./egress";
import { gpuEncoder, workerGpu } from "./gpu";
import { imageRepository } from "./hosts";
import { images } from "./images";
import { homeFiles } from "./home-files";
import { signals } from "./signals";
import { redis } from "./storage";
import { submission, submissionSettings } from "./submission";
import { settings, workerVariables } from "./variables";
import { command, web } from "./web";
import { workerScaling } from "./worker-scaling";

/** A claim of the application in the pods of one worker. */
const workerClaim = z.strictObject({
  /** Name in `claims`. */
  name: dnsLabel,
  /** The pods may only read it. */
  readOnly: z.boolean(),
});

const queueName = z
  .string()
  .regex(/^[a-z0-9_-]+$/, "must be a queue's name: a-z, 0-9, '_' and '-', e.g. \"default\"");

const filledQueue = z.strictObject({
  /** The queue; with a setting, the one that the app takes where that is not set. */
  queue: queueName,
  /** Setting that names the queue. */
  setting: settingName.optional(),
});

const DAY_SECONDS = 24 * 60 * 60;

const worker = z.strictObject({
  /** Deployment `<application>-<name>`. */
  name: dnsLabel.max(28),
  /** Queues that it takes jobs from, highest priority first. */
  queues: z.array(queueName).min(1),
  /** Senders of jobs on queues that the app's settings do not name. Absent: none but the app. */
  filledBy: z.string().min(1).optional(),
  /** Program that takes job after job, as process 1: it gets SIGTERM itself. */
  command,
  /** Its own variables, beside the settings; they count more than those of the same name. */
  variables: workerVariables,
  /**
   * Longest job that may run, seconds, at most a day; the termination grace follows from it, and
   * a node that is to go waits as long. The limit is our own: more is mostly milliseconds.
   */
  jobTimeoutSeconds: positive
    .max(DAY_SECONDS, "is more than a day, and a node that is to go would wait as long for a job")
    .meta({ fix: "write a number of seconds, not milliseconds, e.g. 7200, or divide the job" }),
  role: z.enum(["cpu-worker", "gpu-worker"]),
  /** Variant of the app's image, the end of its repository's name: `qsv` is `<repository>-qsv`. Absent: the app's own. */
  imageVariant: dnsLabel.optional(),
  /** Claims that its pods mount. */
  claims: z.array(workerClaim),
  scaling: workerScaling,
  resources,
  gpu: workerGpu.optional(),
  /** Variable of the app for what encodes video on the worker's GPU. Absent: none. */
  encoder: gpuEncoder.optional(),
  /** Scratch space for segments (emptyDir), and its limit. */
  scratch: bytes,
});
export type WorkerSpec = z.output<typeof worker>;

const claim = z.strictObject({
  name: dnsLabel,
  size: bytes,
  mountPath: z.string().startsWith("/"),
  accessMode: z.enum(["ReadWriteMany", "ReadWriteOnce"]),
});
export type ClaimSpec = z.output<typeof claim>;

/** An application: its web front if it has one, queue workers, companion services and claims, in a namespace and a stack of its own. */
export const application = z.strictObject({
  /** What its objects are called after: Deployments `<name>-<worker>` and `<name>-web`, their labels, its dashboards. */
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
  /** Where its images come from; which of them is `switches.images`. */
  images,
  /**
   * Repository with its registry where its builds are published: what copies to the cluster's
   * registry are made of.
   *
   * @default that of the source outside the cluster
   */
  published: imageRepository.optional(),
  /** Its queue's Redis: of its own in its namespace, or one that is there. */
  redis,
  /** User and group of the image; the volumes belong to them. */
  user: z.strictObject({ uid: positive, gid: positive }),
  /** Its front. Absent: none, jobs come from elsewhere. */
  web: web.optional(),
  /** Library that keeps the jobs of its workers in Redis. */
  queue: z.enum(QUEUE_NAMES),
  workers: z.array(worker).min(1),
  /** Servers beside web and workers. */
  services: z.array(companion),
  /** Absent: the app calls no API of the cluster; its account has no right, and no pod of it a token. */
  submission: submission.optional(),
  submissionSettings: submissionSettings.optional(),
  /** What the app shows of itself, for alerts. Absent: nothing. */
  signals: signals.optional(),
  /**
   * How the names of its alerts begin: `MyAppRedisDown`.
   *
   * @default the words of its name, each with a capital: `my-app` is `MyApp`
   */
  alertPrefix: z
    .string()
    .regex(
      /^[A-Z][A-Za-z0-9]*$/,
      'must be letters and digits that begin with a capital, e.g. "MyApp"',
    )
    .optional(),
  /** Files of Secrets in the home of every pod of web, workers and services. */
  homeFiles: z.array(homeFiles),
  /** Queues that the app itself puts jobs on. */
  filledQueues: z.array(filledQueue),
  /** Volumes; empty: its pods keep nothing but scratch space. */
  claims: z.array(claim),
  /**
   * Claim that a staging fallback may replace by an emptyDir.
   *
   * @default none: every claim is made in every environment
   */
  cacheClaim: dnsLabel.optional(),
  quota: z.strictObject({
    requestsCpu: cpu,
    requestsMemory: bytes,
    limitsCpu: cpu,
    limitsMemory: bytes,
    pods: positive,
    claims: z.int().min(0),
    /** What all claims may ask for together. */
    storage: bytes,
    /** Jobs at once, finished ones that are kept among them. */
    jobs: positive,
    /** GPUs, or slices of them, that pods may ask for at once, of each resource that the nodes have; of all others none. */
    gpus: z.int().min(0),
  }),
  /** Requests and limits of containers that declare none (the jobs that the app submits). */
  containerDefaults: resources,
  /** The app's settings, one ConfigMap that web and workers load. */
  settings,
  /** Ways out that the app needs here, beside those that it needs everywhere. */
  egresses: z.array(egress),
  /** Variables that hold secrets, from Vault. None where External Secrets is off. */
  secrets: z.array(appSecret),
});
export type ApplicationSpec = z.output<typeof application>;
