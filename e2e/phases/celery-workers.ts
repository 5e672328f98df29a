import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { replicasOf } from "../../testbed/burst";
import { CeleryQueue, type CeleryState } from "../../testbed/celery-queue";
import { CELERY_WORKER, ensureCelery } from "../../testbed/hosted/celery-worker";
import { waitFor } from "../../testbed/wait";
import { type E2e, type Phase, testbedOf } from "../phase";

const DATA = "environments/local.ts";
const APP = "    ...montageAi,\n";
const APP_WITH_CELERY = `${APP}    queue: "celery",\n`;
const WORKER = "        ...worker,\n";
const WORKER_OF_CELERY = `${WORKER}        command: ["celery", "-A", "clips"],\n`;
const JOBS = 24;
const JOB_SECONDS = 6;
const LONG_SECONDS = 150;
const TIMEOUT_MS = 420_000;

export const celeryWorkers: Phase = {
  name: "celery-workers",
  title: "Workers of Celery follow their queue, busy ones stay at a scale-in, and no job is lost",
  run: async (e2e) => {
    e2e.project.edit(DATA, APP, APP_WITH_CELERY);
    e2e.project.edit(DATA, WORKER, WORKER_OF_CELERY);
    await e2e.project.deploy("workload");
    const plans = e2e.project.plan().flatMap((plan) => plan.changes);
    assert.deepEqual(plans, [], "changes of a second plan");
    const workers = await Workers.of(e2e);
    const burst = await workers.burst();
    const chosen = await workers.scaleIn();
    const { killed } = testbedOf(e2e).hosted.countsOf(CELERY_WORKER);
    assert.equal(killed, 0, "workers that were killed");
    e2e.project.edit(DATA, WORKER_OF_CELERY, WORKER);
    e2e.project.edit(DATA, APP_WITH_CELERY, APP);
    await e2e.project.deploy("workload");
    return `${burst}; ${chosen}; second plan empty`;
  },
};

/** The queue worker of the local environment, and the queue that it takes jobs from. */
class Workers {
  private constructor(
    private readonly e2e: E2e,
    private readonly target: ReturnType<typeof workersOfLocal>,
    private readonly queue: CeleryQueue,
  ) {}

  static async of(e2e: E2e): Promise<Workers> {
    const { client } = testbedOf(e2e);
    const target = workersOfLocal();
    const python = ensureCelery(e2e.say);
    const { namespace, queue } = target;
    const opened = await CeleryQueue.open({ client, python, namespace, queue, worker: "worker" });
    return new Workers(e2e, target, opened);
  }

  /** Jobs for all workers and more: out to the maximum, back to the minimum. */
  async burst(): Promise<string> {
    const { min, max } = this.target;
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    await this.queue.enqueue(JOBS, JOB_SECONDS);
    const at = { full: 0, done: 0 };
    let most = 0;
    await waitFor({ what: "the jobs' end and rest", timeoutMs: TIMEOUT_MS }, async () => {
      const [{ wanted, ready }, state] = [await this.replicas(), await this.queue.look()];
      most = Math.max(most, ready);
      if (ready === max && at.full === 0) at.full = seconds();
      if (state.ended === JOBS && at.done === 0) at.done = seconds();
      this.e2e.say(`  ${seconds()} s: ${ready} of ${wanted} workers, ${shown(state)}`);
      return state.ended === JOBS && ready === min && wanted === min ? true : undefined;
    });
    const { begun, again } = await this.queue.look();
    assert.deepEqual({ most, begun, again }, { most: max, begun: JOBS, again: 0 });
    return `${max} workers after ${at.full} s, ${JOBS} jobs of all priorities done after ${at.done} s, each once, back to ${min} after ${seconds()} s`;
  }

  /** Half of the workers in a job that lasts, the others idle: who goes when fewer are wanted. */
  async scaleIn(): Promise<string> {
    const { max } = this.target;
    const half = max / 2;
    await this.queue.enqueue(half, LONG_SECONDS);
    await this.queue.enqueue(max + half, JOB_SECONDS);
    const busy = await waitFor(
      { what: "half of the workers idle", timeoutMs: TIMEOUT_MS },
      async () => {
        const state = await this.queue.look();
        const settled = state.busy.length === half && state.idle.length === half;
        return settled && state.waiting === 0 ? state.busy : undefined;
      },
    );
    const gone = new Set<string>();
    await waitFor({ what: "the scale-in to half", timeoutMs: TIMEOUT_MS }, async () => {
      const pods = await this.pods();
      const going = pods.filter(({ metadata }) => metadata?.deletionTimestamp !== undefined);
      for (const { metadata } of going) gone.add(metadata?.name ?? "");
      return pods.length - going.length === half ? true : undefined;
    });
    const chosen = busy.filter((name) => gone.has(name));
    assert.deepEqual(chosen, [], "workers in a job that were chosen");
    const all = JOBS + max + 2 * half;
    await waitFor({ what: "the jobs' end", timeoutMs: TIMEOUT_MS }, async () =>
      (await this.queue.look()).ended === all ? true : undefined,
    );
    const { again } = await this.queue.look();
    assert.equal(again, 0, "jobs that were begun twice");
    return `of ${half} workers taken away beside ${half} in a job none was in one`;
  }

  private replicas() {
    const { client } = testbedOf(this.e2e);
    return replicasOf({ client, ...this.target });
  }

  private async pods(): Promise<readonly V1Pod[]> {
    const { namespace } = this.target;
    const labelSelector = "app.kubernetes.io/component=worker";
    const { core } = testbedOf(this.e2e).client;
    return (await core.listNamespacedPod({ namespace, labelSelector })).items;
  }
}

function shown({ waiting, delivered, ended }: CeleryState): string {
  return `${waiting} wait, ${delivered} delivered, ${ended} done`;
}
