import assert from "node:assert/strict";
import type { KubernetesObject, V1Pod } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import type { ClusterClient } from "../../runtime/cluster-client";
import { QUEUE_WORKER } from "../../testbed/hosted/queue-worker";
import { RqQueue } from "../../testbed/rq-queue";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";

const COST = "controller.kubernetes.io/pod-deletion-cost";
const KEEPER = "deletion-cost";
const ROUNDS = 3;
const TIMEOUT_MS = 120_000;
/** Half of the workers each: some are in a job that lasts, the others have just had a short one. */
const LONG_SECONDS = 30;
const SHORT_SECONDS = 1;

/** The autoscaler decides how many go; which of them, the ReplicaSet controller. Here the phase decides how many. */
export const idleFirst: Phase = {
  name: "idle-first",
  title: "At scale-in idle workers go and those in a job stay, while the deletion cost is kept",
  run: async (e2e) => {
    const { client, python, hosted } = testbedOf(e2e);
    if (python === undefined) throw new Error("the testbed was started without scaling");
    const workers = new Workers(
      client,
      await RqQueue.open({ ...workersOfLocal(), client, python }),
    );
    const before = hosted.countsOf(QUEUE_WORKER);
    const failed = (await workers.queue.look()).failed;
    await workers.pauseAutoscaling("true");
    const kept = await chosenInRounds(workers, true, e2e.say);
    await workers.scaleKeeper(0);
    const unkept = await chosenInRounds(workers, false, e2e.say);
    await workers.scaleKeeper(1);
    await workers.pauseAutoscaling(null);
    assert.equal(kept.busy, 0, "workers in a job that were chosen while the cost was kept");
    assert.equal((await workers.queue.look()).failed, failed, "jobs that failed");
    assert.equal(hosted.countsOf(QUEUE_WORKER).killed, before.killed, "workers that were killed");
    return `of ${kept.all} workers taken away ${kept.busy} were in a job; without the keeper ${unkept.busy} of ${unkept.all}; no job lost`;
  },
};

/** Workers that a scale-in chose, and how many of them were in a job. */
interface Chosen {
  readonly all: number;
  readonly busy: number;
}

async function chosenInRounds(
  workers: Workers,
  kept: boolean,
  say: (line: string) => void,
): Promise<Chosen> {
  let sum: Chosen = { all: 0, busy: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const chosen = await oneRound(workers, kept, round);
    say(`  ${kept ? "with" : "without"} keeper: ${chosen.busy} of ${chosen.all} were in a job`);
    sum = { all: sum.all + chosen.all, busy: sum.busy + chosen.busy };
  }
  return sum;
}

async function oneRound(workers: Workers, kept: boolean, round: number): Promise<Chosen> {
  const { queue, max } = workers;
  const half = max / 2;
  await workers.scale(max);
  await waitFor({ what: "idle workers", timeoutMs: TIMEOUT_MS }, async () =>
    (await queue.look()).idle.length === max ? true : undefined,
  );
  if (!kept) await workers.forgetCosts();
  // The longest waiting worker, which is the oldest, takes the first job: each order in turn.
  const jobs = [LONG_SECONDS, SHORT_SECONDS];
  for (const seconds of round % 2 === 0 ? jobs : jobs.reverse()) await queue.enqueue(half, seconds);
  const busy = await waitFor({ what: "half of the workers in a job", timeoutMs: TIMEOUT_MS }, () =>
    workers.settled(half, kept),
  );
  await workers.scale(half);
  const gone = await waitFor({ what: "the choice", timeoutMs: TIMEOUT_MS }, async () => {
    const pods = await workers.pods();
    const going = pods.filter(({ metadata }) => metadata?.deletionTimestamp !== undefined);
    // Who was idle may be gone already.
    const left = pods.filter((pod) => !going.includes(pod));
    return left.length === half ? going.map(({ metadata }) => metadata?.name ?? "") : undefined;
  });
  await waitFor({ what: "the jobs' end", timeoutMs: TIMEOUT_MS }, async () => {
    const { queued, started } = await queue.look();
    return queued + started === 0 ? true : undefined;
  });
  return { all: max - half, busy: gone.filter((name) => busy.includes(name)).length };
}

/** The queue worker of the local environment, and what decides about it. */
class Workers {
  readonly max = workersOfLocal().max;
  private readonly namespace = workersOfLocal().namespace;

  constructor(
    private readonly client: ClusterClient,
    readonly queue: RqQueue,
  ) {}

  async pods(): Promise<readonly V1Pod[]> {
    const labelSelector = "app.kubernetes.io/component=worker";
    const { namespace } = this;
    return (await this.client.core.listNamespacedPod({ namespace, labelSelector })).items;
  }

  /** The workers in a job, once as many are as should be and, where it is kept, the cost says the same. */
  async settled(half: number, kept: boolean): Promise<readonly string[] | undefined> {
    const { queued, busy, idle } = await this.queue.look();
    if (queued > 0 || busy.length !== half || idle.length !== half) return undefined;
    const dear = (await this.pods())
      .filter(({ metadata }) => metadata?.annotations?.[COST] === "1000")
      .map(({ metadata }) => metadata?.name ?? "");
    return !kept || dear.sort().join() === [...busy].sort().join() ? busy : undefined;
  }

  async scale(replicas: number): Promise<void> {
    await this.client.scaleDeployment(this.namespace, workersOfLocal().deployment, replicas);
  }

  async scaleKeeper(replicas: number): Promise<void> {
    await this.client.scaleDeployment(this.namespace, KEEPER, replicas);
  }

  async forgetCosts(): Promise<void> {
    for (const { metadata } of await this.pods()) {
      const { name = "" } = metadata ?? {};
      const pod = { apiVersion: "v1", kind: "Pod", namespace: this.namespace, name };
      await this.client.merge(pod, { metadata: { annotations: { [COST]: null } } });
    }
  }

  /** While it is paused KEDA has no HPA; afterwards it has one again. */
  async pauseAutoscaling(paused: "true" | null): Promise<void> {
    const { namespace, client } = this;
    const name = `${workersOfLocal().deployment}-scaledobject`;
    await client.merge(
      { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", namespace, name },
      { metadata: { annotations: { "autoscaling.keda.sh/paused": paused } } },
    );
    const hpa = {
      ...{ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
      ...{ namespace, name: `keda-hpa-${name}` },
    };
    await waitFor({ what: "KEDA to follow the pause", timeoutMs: TIMEOUT_MS }, async () => {
      const found: KubernetesObject | undefined = await client.read(hpa);
      return (found === undefined) === (paused === "true") ? true : undefined;
    });
  }
}
