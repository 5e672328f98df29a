import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject, V1Deployment } from "@kubernetes/client-node";
import { type QueueState, RqQueue, type RqQueueProps } from "./rq-queue";

const INTERVAL_MS = 1_000;

/** One look at the workers and their queue. */
export interface BurstSample extends QueueState {
  /** Since the jobs were put on the queue. */
  readonly seconds: number;
  /** Replicas that the autoscaler wants. */
  readonly wanted: number;
  /** Replicas that are ready. */
  readonly ready: number;
}

export interface BurstProps extends RqQueueProps {
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

/**
 * Puts jobs on the queue and watches until all are done and the workers are
 * back at rest.
 *
 * @returns every look, the last one at rest
 * @throws Error when that takes too long, with the last look
 */
export async function runBurst(props: BurstProps): Promise<readonly BurstSample[]> {
  const { jobs, jobSeconds, min, timeoutMs } = props;
  const queue = await RqQueue.open(props);
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
