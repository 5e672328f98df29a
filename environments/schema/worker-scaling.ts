import { z } from "zod";
import { positive } from "./common";

const common = {
  /** Most pods at once. */
  max: positive,
  /** Seconds between KEDA's looks at Redis, at most an hour (our own limit: more is mostly milliseconds). */
  pollingIntervalSeconds: positive
    .max(3600, "is more than an hour, in which a first job would wait for a look at Redis")
    .meta({ fix: "write a number of seconds, not milliseconds, e.g. 5" }),
  /** Replicas of the Deployment that takes the jobs while KEDA is switched off. */
  replicasWithoutKeda: positive,
};

/**
 * A Deployment that a ScaledObject scales: workers stay and take job after job.
 * At scale-in one of them goes, which must be able to finish its job within the
 * termination grace.
 */
const deployment = z.strictObject({
  kind: z.literal("deployment"),
  ...common,
  /** At 0 the first job waits for a look at Redis and a start; scheduled jobs then keep one worker up. */
  min: z.int().min(0),
  /**
   * Waiting jobs for which one more replica comes; every running job has its own.
   * A worker runs one job at a time: at 1 no job waits for another while there
   * are fewer than `max`, more than 1 lets some wait for workers that get free.
   */
  waitingJobsPerReplica: positive,
  /**
   * Jobs, waiting and running, that the other workers of its queues take: only those
   * beyond them bring a replica. For a worker with `min: 0` that shares its queues
   * with one that is always there. Absent: it answers every job of its queues.
   */
  joinsAbove: positive.optional(),
  /**
   * Share of the present replicas by which more may be wanted before the HPA adds
   * one; 0: at once. Absent: the cluster's, 0.1, with which an eleventh job waits for
   * one of ten workers. Kubernetes 1.35 and newer.
   * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#tolerance
   */
  scaleOutTolerance: z.number().min(0).max(0.5).optional(),
  /** Seconds without jobs before KEDA goes to zero, at most four hours (our own limit); matters only with min 0. */
  cooldownSeconds: positive
    .max(14_400, "is more than four hours, for which a worker without jobs would be kept")
    .meta({
      fix: "write a number of seconds, not milliseconds, e.g. 300; to keep one, set min to 1",
    }),
  /** Seconds that the wanted count must stay lower before a worker is removed. */
  scaleInStabilizationSeconds: z.int().min(0).max(3600),
});

/**
 * A ScaledJob: each pod takes one job and ends. Nothing scales in, so it is for
 * jobs that are longer than nodes and people wait; each job pays the start of a pod.
 */
const job = z.strictObject({ kind: z.literal("job"), ...common });

/** How a queue worker follows its queues. */
export const workerScaling = z.discriminatedUnion("kind", [deployment, job]);
export type WorkerScaling = z.output<typeof workerScaling>;
export type ScalingOf<K extends WorkerScaling["kind"]> = Extract<WorkerScaling, { kind: K }>;
