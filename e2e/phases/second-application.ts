import assert from "node:assert/strict";
import type { KubernetesObject, V1Pod, V1ResourceQuota } from "@kubernetes/client-node";
import { thumbnails } from "../../applications/examples/thumbnails";
import { workersOfLocal } from "../../cli/local/burst";
import { workerDeploymentName } from "../../environments/workload-names";
import { CeleryQueue } from "../../testbed/celery-queue";
import { CELERY_WORKER, ensureCelery } from "../../testbed/hosted/celery-worker";
import { burst, scaleIn } from "../celery-burst";
import { waitFor } from "../../testbed/wait";
import { type E2e, type Phase, testbedOf } from "../phase";
import { withoutUnservedApis } from "../unserved-apis";

const DATA = "environments/local.ts";
const SWITCHES = "environments/local.switches.json";
/** The list's end, and the import that the new entry needs. */
const LAST = "        gpus: 0,\n      },\n    },\n  ],\n";
const LAST_AND_EXAMPLE = LAST.replace("  ],\n", "    thumbnails,\n  ],\n");
const FIRST_LINE = 'import type { EnvironmentData } from "./schema";\n';
const IMPORT = `import { thumbnails } from "../applications/examples/thumbnails";\n${FIRST_LINE}`;
const TAG = '"montage-ai": "d5eade7"';
const TAGS = `${TAG},\n    "${thumbnails.name}": "1"`;
/** Cooldown and stabilization of local's worker, and some more. */
const REST_MS = 300_000;

const EDITS = [
  [DATA, FIRST_LINE, IMPORT],
  [DATA, LAST, LAST_AND_EXAMPLE],
  [SWITCHES, TAG, TAGS],
] as const;

export const secondApplication: Phase = {
  name: "second-application",
  title:
    "A second application runs beside the first, its workers of Celery follow their own queue, and the first ones stay as they are",
  replaces: EDITS.map(([file, from]) => [file, from]),
  run: async (e2e) => {
    const before = await firstAtRest(e2e);
    for (const [file, from, to] of EDITS) e2e.project.edit(file, from, to);
    await e2e.project.deploy();
    const workers = await celeryWorkers(e2e);
    const seen: string[] = [];
    for (const part of [burst, scaleIn]) {
      seen.push(await part(workers));
      e2e.say(`  ${seen.at(-1)}`);
    }
    assert.deepEqual(await firstApplication(e2e), before, "pods and quota of the first one");
    const changes = e2e.project.plan().flatMap((plan) => plan.changes);
    assert.deepEqual(changes, [], "changes of a second plan");
    const quotas = await quotasOf(e2e, thumbnails.namespace);
    assert.equal(quotas.length, 1, "quotas of the second one's namespace");
    const { killed } = testbedOf(e2e).hosted.countsOf(CELERY_WORKER);
    assert.equal(killed, 0, "workers that were killed");
    await e2e.project.destroy(thumbnails.name);
    for (const [file, from, to] of EDITS) e2e.project.edit(file, to, from);
    await withoutUnservedApis(testbedOf(e2e).client, () => e2e.project.deploy());
    return `${seen.join("; ")}; ${before.pods.length} worker of the first application stayed, its quota untouched; second plan empty`;
  },
};

/** What an earlier phase scaled out goes on its own, and would be taken for the second one's doing. */
function firstAtRest(e2e: E2e) {
  const { min } = workersOfLocal();
  return waitFor(
    { what: `${min} worker of the first application`, timeoutMs: REST_MS, intervalMs: 1000 },
    async () => {
      const found = await firstApplication(e2e);
      return found.pods.length === min ? found : undefined;
    },
  );
}

/** Pods of the first application's workers, and what its quota has given out. */
async function firstApplication(e2e: E2e) {
  const { namespace } = workersOfLocal();
  const { client } = testbedOf(e2e);
  const pods = await client.list<V1Pod & KubernetesObject>("v1", "Pod", namespace);
  const workers = pods.filter(
    ({ metadata }) => metadata?.labels?.["app.kubernetes.io/component"] === "worker",
  );
  const quotas = await quotasOf(e2e, namespace);
  return {
    pods: workers.map(({ metadata }) => metadata?.name ?? "").sort(),
    used: quotas.map(({ status }) => status?.used),
  };
}

function quotasOf(e2e: E2e, namespace: string) {
  const { client } = testbedOf(e2e);
  return client.list<V1ResourceQuota & KubernetesObject>("v1", "ResourceQuota", namespace);
}

async function celeryWorkers(e2e: E2e) {
  const { client } = testbedOf(e2e);
  const { name, namespace, workers } = thumbnails;
  const [worker] = workers;
  const [queue] = worker?.queues ?? [];
  if (worker === undefined || queue === undefined) throw new Error(`${name} has no worker`);
  const python = await ensureCelery(e2e.say);
  return {
    ...{ client, namespace, say: e2e.say, component: worker.name },
    ...{ min: worker.scaling.min, max: worker.scaling.max },
    deployment: workerDeploymentName(name, worker.name),
    queue: await CeleryQueue.open({ client, python, namespace, queue, worker: worker.name }),
  };
}
