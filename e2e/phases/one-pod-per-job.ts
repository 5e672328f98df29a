import assert from "node:assert/strict";
import type { KubernetesObject, V1Job } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { QUEUE_JOB } from "../../testbed/hosted/queue-worker";
import { RqQueue } from "../../testbed/rq-queue";
import { waitFor } from "../../testbed/wait";
import { type E2e, type Phase, testbedOf } from "../phase";
import { BY_HAND } from "../../modules/ownership/field-managers";

const DATA = "environments/local.ts";
const DEPLOYMENT = `kind: "deployment",
            min: 1,
            max: 4,
            waitingJobsPerReplica: 2,
            scaleOutTolerance: 0,
            pollingIntervalSeconds: 5,
            cooldownSeconds: 60,
            scaleInStabilizationSeconds: 30,`;
const JOB = `kind: "job",
            max: 4,
            pollingIntervalSeconds: 5,`;
const JOBS = 10;
const JOB_SECONDS = 8;
const DUE_AFTER_SECONDS = 15;
const TIMEOUT_MS = 240_000;

export const onePodPerJob: Phase = {
  name: "one-pod-per-job",
  title:
    "A worker of kind job gets a pod for each job, keeps it whatever changes, and ends at zero",
  replaces: [[DATA, DEPLOYMENT]],
  run: async (e2e) => {
    const { client, python, hosted } = testbedOf(e2e);
    if (python === undefined) throw new Error("the testbed was started without scaling");
    e2e.project.edit(DATA, DEPLOYMENT, JOB);
    await e2e.project.deploy();
    assert.deepEqual(changes(e2e), [], "changes of a second plan");
    const queue = await RqQueue.open({ ...workersOfLocal(), client, python });
    const before = await queue.look();
    const started = Date.now();
    await queue.enqueue(JOBS, JOB_SECONDS);
    let most = 0;
    let changed = false;
    const isDone = async () => {
      const { finished, failed } = await queue.look();
      const active = await activeJobs(e2e);
      most = Math.max(most, active);
      // KEDA's default would now delete the Jobs at work.
      if (!changed && finished > before.finished) await changeScaledJob(e2e);
      changed ||= finished > before.finished;
      return finished + failed === before.finished + before.failed + JOBS ? true : undefined;
    };
    await waitFor({ what: "all jobs' end", timeoutMs: TIMEOUT_MS }, isDone);
    const seconds = (Date.now() - started) / 1000;
    await queue.schedule(DUE_AFTER_SECONDS, 1);
    await waitFor({ what: "the scheduled job's end", timeoutMs: TIMEOUT_MS }, async () =>
      (await queue.look()).finished === before.finished + JOBS + 1 ? true : undefined,
    );
    await waitFor({ what: "no pod", timeoutMs: TIMEOUT_MS }, async () =>
      (await activeJobs(e2e)) === 0 ? true : undefined,
    );
    const { completed, killed } = hosted.countsOf(QUEUE_JOB);
    assert.equal((await queue.look()).failed, before.failed, "jobs that failed");
    assert.ok(most <= 4, `${most} pods at once`);
    assert.equal(killed, 0, "pods killed");
    e2e.project.edit(DATA, JOB, DEPLOYMENT);
    await e2e.project.deploy();
    return `${JOBS} jobs in ${seconds.toFixed(0)} s with at most ${most} pods at once, a scheduled one after them, ${completed} pods in all; none lost; second plan empty`;
  },
};

function changes({ project }: E2e): readonly string[] {
  return project.plan().flatMap((plan) => plan.changes);
}

async function activeJobs(e2e: E2e): Promise<number> {
  const { namespace } = workersOfLocal();
  const { client } = testbedOf(e2e);
  const jobs = await client.list<V1Job & KubernetesObject>("batch/v1", "Job", namespace);
  return jobs.filter(({ status }) => (status?.active ?? 0) > 0).length;
}

async function changeScaledJob(e2e: E2e): Promise<void> {
  const { namespace, deployment: name } = workersOfLocal();
  await testbedOf(e2e).client.merge(
    { apiVersion: "keda.sh/v1alpha1", kind: "ScaledJob", namespace, name },
    { spec: { failedJobsHistoryLimit: 9 } },
    // What Terraform owns is changed under this name alone.
    BY_HAND,
  );
}
