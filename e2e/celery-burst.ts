import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import type { Progress } from "../runtime/progress";
import { replicasOf } from "../testbed/burst";
import type { CeleryQueue, CeleryState } from "../testbed/celery-queue";
import { waitFor } from "../testbed/wait";
import type { ClusterClient } from "../runtime/cluster-client";

const JOBS = 24;
const JOB_SECONDS = 6;
const LONG_SECONDS = 150;
/** So many that all workers are up before the last of them ends. */
const SHORT_PER_WORKER = 4;
const TIMEOUT_MS = 420_000;

export interface CeleryWorkersProps {
  readonly client: ClusterClient;
  readonly namespace: string;
  readonly deployment: string;
  /** `app.kubernetes.io/component` of the pods. */
  readonly component: string;
  readonly queue: CeleryQueue;
  readonly min: number;
  readonly max: number;
  readonly say: Progress;
}

/** Jobs for all workers and more: out to the maximum, back to the minimum. @returns what was seen */
export async function burst(props: CeleryWorkersProps): Promise<string> {
  const { queue, min, max, say } = props;
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  await queue.enqueue(JOBS, JOB_SECONDS);
  const at = { full: 0, done: 0 };
  let most = 0;
  await waitFor({ what: "the jobs' end and rest", timeoutMs: TIMEOUT_MS }, async () => {
    const [{ wanted, ready }, state] = [await replicasOf(props), await queue.look()];
    most = Math.max(most, ready);
    if (ready === max && at.full === 0) at.full = seconds();
    if (state.ended === JOBS && at.done === 0) at.done = seconds();
    say(`  ${seconds()} s: ${ready} of ${wanted} workers, ${shown(state)}`);
    return state.ended === JOBS && ready === min && wanted === min ? true : undefined;
  });
  const { begun, again } = await queue.look();
  assert.deepEqual({ most, begun, again }, { most: max, begun: JOBS, again: 0 });
  return `${min} -> ${max} workers of Celery in ${at.full} s, ${JOBS} jobs of all priorities done after ${at.done} s, each once, back to ${min} after ${seconds()} s`;
}

/** One worker in a job that lasts, the others idle: who goes when fewer are wanted. @returns what was seen */
export async function scaleIn(props: CeleryWorkersProps): Promise<string> {
  const { queue, max } = props;
  await queue.enqueue(1, LONG_SECONDS);
  await queue.enqueue(SHORT_PER_WORKER * max, JOB_SECONDS);
  const busy = await waitFor(
    { what: "one of all workers in a job", timeoutMs: TIMEOUT_MS },
    async () => {
      const state = await queue.look();
      const settled = state.busy.length === 1 && state.idle.length === max - 1;
      return settled && state.waiting === 0 ? state.busy : undefined;
    },
  );
  const gone = new Set<string>();
  await waitFor({ what: "the scale-in to one", timeoutMs: TIMEOUT_MS }, async () => {
    const pods = await podsOf(props);
    const going = pods.filter(({ metadata }) => metadata?.deletionTimestamp !== undefined);
    // Who was idle may be gone already.
    const left = pods.filter((pod) => !going.includes(pod));
    for (const { metadata } of going) gone.add(metadata?.name ?? "");
    return left.length === 1 ? true : undefined;
  });
  const chosen = busy.filter((name) => gone.has(name));
  assert.deepEqual(chosen, [], "workers in a job that were chosen");
  const all = JOBS + 1 + SHORT_PER_WORKER * max;
  await waitFor({ what: "the jobs' end", timeoutMs: TIMEOUT_MS }, async () =>
    (await queue.look()).ended === all ? true : undefined,
  );
  const { again } = await queue.look();
  assert.equal(again, 0, "jobs that were begun twice");
  return `${max - 1} of ${max} workers taken away, the one in a job stayed`;
}

async function podsOf({
  client,
  namespace,
  component,
}: CeleryWorkersProps): Promise<readonly V1Pod[]> {
  const labelSelector = `app.kubernetes.io/component=${component}`;
  return (await client.core.listNamespacedPod({ namespace, labelSelector })).items;
}

function shown({ waiting, delivered, ended }: CeleryState): string {
  return `${waiting} wait, ${delivered} delivered, ${ended} done`;
}
