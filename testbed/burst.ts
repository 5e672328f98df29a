import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { KubernetesObject, V1Deployment, V1Service } from "@kubernetes/client-node";
import { z } from "zod";
import { projectFile } from "../environments/project";
import type { ClusterClient } from "./cluster-client";

const INTERVAL_MS = 1_000;
const SCRIPT = "testbed/worker/burst.py";

/** Jobs of a queue, counted by where RQ has them. */
export type JobCounts = z.output<typeof jobCounts>;
const jobCounts = z.object({
  queued: z.int(),
  started: z.int(),
  finished: z.int(),
  failed: z.int(),
});

/** One look at the workers and their queue. */
export interface Sample extends JobCounts {
  /** Since the jobs were put on the queue. */
  readonly seconds: number;
  /** Replicas that the autoscaler wants. */
  readonly wanted: number;
  /** Replicas that are ready. */
  readonly ready: number;
}

export interface BurstProps {
  readonly client: ClusterClient;
  /** Interpreter that has rq. */
  readonly python: string;
  readonly namespace: string;
  /** Deployment of the workers. */
  readonly deployment: string;
  readonly queue: string;
  readonly jobs: number;
  /** Duration of each job. */
  readonly jobSeconds: number;
  /** Replicas at rest. */
  readonly min: number;
  readonly timeoutMs: number;
  onSample(sample: Sample): void;
}

/**
 * Puts jobs on the queue and watches until all are done and the workers are
 * back at rest.
 *
 * @returns every look, the last one at rest
 * @throws Error when that takes too long, with the last look
 */
export async function runBurst(props: BurstProps): Promise<readonly Sample[]> {
  const { jobs, jobSeconds, min, timeoutMs } = props;
  const redis = await redisAddress(props);
  const before = await run(props, redis, "count");
  await run(props, redis, "enqueue", String(jobs), String(jobSeconds));
  const started = Date.now();
  const samples: Sample[] = [];
  while (Date.now() - started < timeoutMs) {
    const [counts, replicas] = await Promise.all([run(props, redis, "count"), replicasOf(props)]);
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

/** The queue's Redis as processes of this machine reach it. */
async function redisAddress({ client, namespace }: BurstProps) {
  const reference = { apiVersion: "v1", kind: "Service", namespace, name: "redis" };
  const service = await client.read<V1Service & KubernetesObject>(reference);
  const host = service?.spec?.clusterIP;
  const port = service?.spec?.ports?.[0]?.port;
  if (host === undefined || port === undefined) {
    throw new Error(`there is no Service redis in namespace ${namespace}: deploy first`);
  }
  return { host, port: String(port) };
}

async function run(
  { python, queue }: BurstProps,
  { host, port }: { readonly host: string; readonly port: string },
  ...action: readonly string[]
): Promise<JobCounts> {
  const { stdout } = await promisify(execFile)(python, [
    projectFile(SCRIPT),
    host,
    port,
    queue,
    ...action,
  ]);
  return jobCounts.parse(JSON.parse(stdout));
}

async function replicasOf({ client, namespace, deployment }: BurstProps) {
  const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace, name: deployment };
  const found = await client.read<V1Deployment & KubernetesObject>(reference);
  return { wanted: found?.spec?.replicas ?? 0, ready: found?.status?.readyReplicas ?? 0 };
}
