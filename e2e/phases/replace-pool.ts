import assert from "node:assert/strict";
import type { KubernetesObject, V1Deployment, V1NodeAffinity } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { LABELS } from "../../environments/labels";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { QUEUE_WORKER } from "../../testbed/hosted/queue-worker";
import { nodeName, nodeOf } from "../../testbed/nodes";
import { RqQueue } from "../../testbed/rq-queue";
import { waitFor } from "../../testbed/wait";
import { type E2e, type Phase, testbedOf } from "../phase";

const DATA = "environments/local.ts";
const OLD = "burst";
const NEW = "burst-next";
/** Workers of the phase's own: those of the local environment have volumes on one node's disk, and stay there. */
const WORKERS = "replaced-workers";
const QUEUE = "replace-pool";
const REPLICAS = 4;
const NODES = 2;
const JOBS = 16;
const JOB_SECONDS = 12;
const TIMEOUT_MS = 120_000;

/** Both pools have the same machines: the name is what the data changes. */
export const replacePool: Phase = {
  name: "replace-pool",
  title:
    "A pool is replaced while its workers are in jobs: killed half-way, called again, no job lost",
  replaces: [[DATA, pool(OLD)]],
  run: async (e2e) => {
    const { client, python, hosted, release } = testbedOf(e2e);
    if (python === undefined) throw new Error("the testbed was started without scaling");
    const queue = await RqQueue.open({ ...workersOfLocal(), queue: QUEUE, client, python });
    declareNext(e2e);
    const pools = poolsOf(e2e);
    await startWorkers(e2e, pools);
    const before = { ...(await queue.look()), ...hosted.countsOf(QUEUE_WORKER) };
    await queue.enqueue(JOBS, JOB_SECONDS);
    await allBusy(e2e, queue);
    // Only now: workers would come up on them at once.
    for (let index = 1; index <= NODES; index += 1) {
      await client.create(nodeOf(pools.next, index, release));
    }
    await killedHalfWay(e2e);
    const { status, stdout, stderr } = await command(e2e, "--yes").ended;
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`${OLD} is drained`));
    for (const [pod, node] of await placesOfWorkers(e2e)) {
      assert.ok(node.startsWith(`${NEW}-`), `${pod} is on ${node}`);
    }
    const after = await waitFor({ what: "the jobs' end", timeoutMs: TIMEOUT_MS }, async () => {
      const look = await queue.look();
      return look.queued + look.started === 0 ? look : undefined;
    });
    assert.equal(after.finished - before.finished, JOBS, "jobs that finished");
    assert.equal(after.failed, before.failed, "jobs that failed");
    const counts = hosted.countsOf(QUEUE_WORKER);
    assert.equal(counts.killed, before.killed, "workers that were killed");
    await asBefore(e2e, pools);
    return `${REPLICAS} busy workers on ${NODES} nodes, one kill of the command, ${JOBS} of ${JOBS} jobs done, ${counts.ended - before.ended} workers ended by SIGTERM, all pods on ${NEW}`;
  },
};

interface Pools {
  readonly old: NodeContract;
  readonly next: NodeContract;
}

function poolsOf({ pools }: E2e): Pools {
  const old = pools.find(({ name }) => name === OLD);
  if (old === undefined) throw new Error(`the local environment has no pool ${OLD}`);
  return { old, next: { ...old, name: NEW, labels: { ...old.labels, [LABELS.pool]: NEW } } };
}

function pool(name: string): string {
  return `{
          ...simulated,
          name: "${name}",
          roles: ["cpu-worker"],
          instanceTypes: ["m7i.xlarge"],
          min: 0,
          max: 2,
          desired: 0,
          taints: [],
        },`;
}

/** As a person would: a copy of the pool under another name. */
function declareNext({ project }: E2e): void {
  project.edit(DATA, pool(OLD), `${pool(OLD)}\n        ${pool(NEW)}`);
  project.commit(`local has a pool ${NEW}`);
}

/** The worker as it is deployed, without its claims, on nodes of both pools and with a queue of its own. */
async function startWorkers(e2e: E2e, { old, next }: Pools): Promise<void> {
  const { client, release } = testbedOf(e2e);
  const { namespace, deployment } = workersOfLocal();
  const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace, name: deployment };
  const worker = await client.read<V1Deployment & KubernetesObject>(reference);
  const pod = worker?.spec?.template.spec;
  assert.ok(pod, "the worker is deployed");
  for (let index = 1; index <= NODES; index += 1) await client.create(nodeOf(old, index, release));
  const labels = { app: WORKERS };
  const own: V1Deployment & KubernetesObject = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: WORKERS, namespace },
    spec: {
      replicas: REPLICAS,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...pod,
          affinity: { nodeAffinity: onPools([old.name, next.name]) },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: labels },
            },
          ],
          volumes: pod.volumes?.map(({ name, persistentVolumeClaim, ...rest }) =>
            persistentVolumeClaim === undefined ? { name, ...rest } : { name, emptyDir: {} },
          ),
          containers: pod.containers.map((container) => ({
            ...container,
            env: container.env?.map((variable) =>
              variable.name === "WORKER_QUEUES" ? { name: variable.name, value: QUEUE } : variable,
            ),
          })),
        },
      },
    },
  };
  await client.create(own);
}

function onPools(values: string[]): V1NodeAffinity {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: LABELS.pool, operator: "In", values }] }],
    },
  };
}

/** Every worker in a job, on both nodes of the old pool. */
function allBusy(e2e: E2e, queue: RqQueue): Promise<true> {
  return waitFor({ what: `every worker in a job on ${OLD}`, timeoutMs: TIMEOUT_MS }, async () => {
    const places = await placesOfWorkers(e2e);
    const nodes = new Set(places.map(([, node]) => node));
    const all = places.length === REPLICAS && (await queue.look()).busy.length === REPLICAS;
    return all && nodes.size === NODES ? true : undefined;
  });
}

/** SIGKILL once the first pods terminate. */
async function killedHalfWay(e2e: E2e): Promise<void> {
  const { pid, ended } = command(e2e, "--yes");
  const ending = async () =>
    (
      await testbedOf(e2e).client.core.listNamespacedPod({ namespace: workersOfLocal().namespace })
    ).items.some(({ metadata }) => metadata?.deletionTimestamp !== undefined);
  await Promise.race([
    waitFor({ what: "the first pod told to go", timeoutMs: TIMEOUT_MS }, async () =>
      (await ending()) ? true : undefined,
    ),
    ended.then(({ stderr }) => Promise.reject(new Error(`it ended before:\n${stderr}`))),
  ]);
  process.kill(pid, "SIGKILL");
  await ended;
}

function command({ project }: E2e, ...args: readonly string[]) {
  return project.start("cli/replace-pool/index.ts", ["local", OLD, "--by", NEW, ...args]);
}

/** Worker pods that are not ending, and their nodes. */
async function placesOfWorkers(e2e: E2e): Promise<readonly (readonly [string, string])[]> {
  const { items } = await testbedOf(e2e).client.core.listNamespacedPod({
    namespace: workersOfLocal().namespace,
    labelSelector: `app=${WORKERS}`,
  });
  return items.map(({ metadata, spec }) => [metadata?.name ?? "", spec?.nodeName ?? ""]);
}

async function asBefore(e2e: E2e, { old, next }: Pools): Promise<void> {
  const { client } = testbedOf(e2e);
  const { namespace } = workersOfLocal();
  await client.remove({ apiVersion: "apps/v1", kind: "Deployment", namespace, name: WORKERS });
  await waitFor({ what: "no worker", timeoutMs: TIMEOUT_MS }, async () =>
    (await placesOfWorkers(e2e)).length === 0 ? true : undefined,
  );
  for (let index = 1; index <= NODES; index += 1) {
    for (const pool of [old, next]) {
      await client.remove({ apiVersion: "v1", kind: "Node", name: nodeName(pool, index) });
    }
  }
  e2e.project.git("revert", "--no-edit", "HEAD");
}
