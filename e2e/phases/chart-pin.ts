import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { chartNamed } from "../../addons";
import { workersOfLocal } from "../../cli/local/burst";
import { chartPins } from "../../environments/chart-pins";
import { QUEUE_WORKER } from "../../testbed/hosted/queue-worker";
import { RqQueue } from "../../testbed/rq-queue";
import { waitFor } from "../../testbed/wait";
import { type E2e, type Phase, testbedOf } from "../phase";

/** Where the release goes back to: the newest that was seen before the pinned one. */
const PREVIOUS = chartNamed("keda").evidence.find(
  ({ version, how }) => how === "seen" && version !== chartPins().keda.version,
)?.version;

/** Longer than both ways take together. */
const JOB_SECONDS = 150;
const TIMEOUT_MS = 180_000;

/** One version back and forward, in this environment only, as a person does who rolls a bad release back. */
export const chartPin: Phase = {
  name: "chart-pin",
  title:
    "KEDA's chart goes one version back and forward again under running jobs: what it scales, its HPA and the workers stay",
  run: async (e2e) => {
    const { client, python, hosted } = testbedOf(e2e);
    if (python === undefined) throw new Error("the testbed was started without scaling");
    if (PREVIOUS === undefined)
      throw new Error("no version of KEDA before the pinned one was seen");
    const { version } = chartPins().keda;
    const queue = await RqQueue.open({ ...workersOfLocal(), client, python });
    const jobs = await queue.look();
    const killed = hosted.countsOf(QUEUE_WORKER).killed;
    const { min } = workersOfLocal();
    await queue.enqueue(min, JOB_SECONDS);
    const busy = await waitFor({ what: "workers in a job", timeoutMs: TIMEOUT_MS }, async () => {
      const { busy: hosts } = await queue.look();
      return hosts.length === min ? hosts : undefined;
    });
    const before = await scaled(e2e);
    await e2e.project.rollback("--chart", `keda@${PREVIOUS}`);
    assert.equal(await releasedChart(e2e), `keda-${PREVIOUS}`, "chart after the way back");
    assert.deepEqual(await scaled(e2e), before, "after the way back");
    await e2e.project.rollback("--chart", `keda@${version}`);
    assert.equal(await releasedChart(e2e), `keda-${version}`, "chart after the way forward");
    assert.deepEqual(await scaled(e2e), before, "after the way forward");
    await waitFor({ what: "the jobs to be done", timeoutMs: TIMEOUT_MS }, async () =>
      (await queue.look()).finished >= jobs.finished + min ? true : undefined,
    );
    assert.equal((await queue.look()).failed, jobs.failed, "jobs that failed");
    assert.equal(hosted.countsOf(QUEUE_WORKER).killed, killed, "workers that were killed");
    const changed = e2e.project.plan().filter(({ changes }) => changes.length > 0);
    assert.deepEqual(changed, [], "stacks with changes after both ways");
    return `keda ${version} -> ${PREVIOUS} -> ${version}: ${before.length} objects kept, ${busy.length} of ${min} jobs done by the workers that had them, second plan empty`;
  },
};

async function releasedChart(e2e: E2e): Promise<string | undefined> {
  const deployment = await testbedOf(e2e).client.read({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: "keda",
    name: "keda-operator",
  });
  return deployment?.metadata?.labels?.["helm.sh/chart"];
}

/** The ScaledObjects and the HPAs that KEDA made of them, each with what makes it the same one. */
async function scaled(e2e: E2e): Promise<readonly string[]> {
  const { client } = testbedOf(e2e);
  const found: readonly KubernetesObject[] = [
    ...(await client.list("keda.sh/v1alpha1", "ScaledObject")),
    ...(await client.list("autoscaling/v2", "HorizontalPodAutoscaler")),
  ];
  return found.map(({ metadata }) => `${metadata?.name} ${metadata?.uid}`).toSorted();
}
