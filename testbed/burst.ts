import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject, V1Deployment } from "@kubernetes/client-node";
import type { QueueName } from "../queues";
import { CeleryQueue } from "./celery-queue";
import { RqQueue, type RqQueueProps } from "./rq-queue";

const INTERVAL_MS = 1_000;

/** Jobs of a queue by where they are, since it was there. */
interface JobCounts {
  readonly queued: number;
  readonly started: number;
  readonly finished: number;
  readonly failed: number;
}

/** A queue as a burst sees it, whatever keeps its jobs. */
interface BurstQueue {
  look(): Promise<JobCounts>;
  enqueue(jobs: number, seconds: number): Promise<unknown>;
}

/** One look at the workers and their queue. */
export interface BurstSample extends JobCounts {
  /** Since the jobs were put on the queue. */
  readonly seconds: number;
  /** Replicas that the autoscaler wants. */
  readonly wanted: number;
  /** Replicas that are ready. */
  readonly ready: number;
}

export interface BurstProps extends RqQueueProps {
  /** Library that keeps the jobs. */
  readonly library: QueueName;
  /** Name of the kind of worker that takes them. */
  readonly worker: string;
  /** Deployment of the workers. */
  readonly deployment: string;
  readonly jobs: number;
  /** Duration of each job. */
  readonly jobSeconds: number;
  /** Replicas at rest. */
  readonly min: number;
  readonly timeoutMs: number;
  onSample(sample: BurstSample): void;
}

function openQueue(props: BurstProps): Promise<BurstQueue> {
  switch (props.library) {
    case "rq":
      return RqQueue.open(props);
    case "celery":
      return openCelery(props);
    default:
      return props.library satisfies never;
  }
}

async function openCelery(props: BurstProps): Promise<BurstQueue> {
  const queue = await CeleryQueue.open(props);
  return {
    enqueue: (jobs, seconds) => queue.enqueue(jobs, seconds),
    look: async () => {
      const { waiting, delivered, ended } = await queue.look();
      return { queued: waiting, started: delivered, finished: ended, failed: 0 };
    },
  };
}

/**
 * Puts jobs on the queue and watches until all are done and the workers are
 * back at rest.
 *
 * @returns every look, the last one at rest
 * @throws Error when that takes too long, with the last look
 */
export async function runBurst(props: BurstProps): Promise<readonly BurstSample[]> {
  const { jobs, jobSeconds, min, timeoutMs } = props;
  const queue = await openQueue(props);
  const before = await queue.look();
  await queue.enqueue(jobs, jobSeconds);
  const started = Date.now();
  const samples: BurstSample[] = [];
  while (Date.now() - started < timeoutMs) {
    const [counts, replicas] = await Promise.all([queue.look(), replicasOf(props)]);
    const sample = {
      ...counts,
      ...replicas,
      seconds: (Date.now() - started) / 1000,
      finished: counts.finished - before.finished,
      failed: counts.failed - before.failed,
    };
    samples.push(sample);
    props.onSample(sample);
    const done = sample.finished + sample.failed >= jobs;
    if (done && sample.ready === min && sample.wanted === min) return samples;
    await sleep(INTERVAL_MS);
  }
  throw new Error(
    `the workers were not at rest after ${timeoutMs / 1000} s: ${JSON.stringify(samples.at(-1))}`,
  );
}

/** Replicas of a Deployment: wanted, and ready. */
export async function replicasOf({
  client,
  namespace,
  deployment,
}: Pick<BurstProps, "client" | "namespace" | "deployment">) {
  const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace, name: deployment };
  const found = await client.read<V1Deployment & KubernetesObject>(reference);
  return { wanted: found?.spec?.replicas ?? 0, ready: found?.status?.readyReplicas ?? 0 };
}
