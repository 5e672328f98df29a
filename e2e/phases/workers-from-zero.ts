import assert from "node:assert/strict";
import { draw, workersOfLocal } from "../../cli/local/burst";
import { replicasOf, runBurst } from "../../testbed/burst";
import { RqQueue } from "../../testbed/rq-queue";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";

const DATA = "environments/local.ts";
const FROM_ONE = 'kind: "deployment",\n            min: 1,';
const FROM_ZERO = 'kind: "deployment",\n            min: 0,';
const COOLDOWN = "cooldownSeconds: 60";
const SHORT_COOLDOWN = "cooldownSeconds: 10";
const JOBS = 24;
const JOB_SECONDS = 4;
const DUE_AFTER_SECONDS = 20;
const TIMEOUT_MS = 240_000;

export const workersFromZero: Phase = {
  name: "workers-from-zero",
  title: "Without jobs there is no worker; waiting and scheduled jobs bring them, and none is lost",
  replaces: [
    [DATA, FROM_ONE],
    [DATA, COOLDOWN],
  ],
  run: async (e2e) => {
    const { client, python } = testbedOf(e2e);
    if (python === undefined) throw new Error("the testbed was started without scaling");
    const { max, ...workers } = workersOfLocal();
    e2e.project.edit(DATA, FROM_ONE, FROM_ZERO);
    e2e.project.edit(DATA, COOLDOWN, SHORT_COOLDOWN);
    await e2e.project.deploy("workload");
    const target = { client, ...workers };
    const none = async () => ((await replicasOf(target)).ready === 0 ? true : undefined);
    await waitFor({ what: "no worker", timeoutMs: TIMEOUT_MS }, none);
    const samples = await runBurst({
      ...workers,
      ...{ client, python, min: 0, jobs: JOBS, jobSeconds: JOB_SECONDS, timeoutMs: TIMEOUT_MS },
      onSample: (sample) => e2e.say(`  ${draw(sample)}`),
    });
    const last = samples.at(-1);
    assert.equal(last?.finished, JOBS, "jobs that finished");
    assert.equal(last?.failed, 0, "jobs that failed");
    assert.equal(Math.max(...samples.map(({ ready }) => ready)), max, "most workers at once");
    const scheduled = await scheduledJob(target, python);
    await waitFor({ what: "no worker", timeoutMs: TIMEOUT_MS }, none);
    e2e.project.edit(DATA, FROM_ZERO, FROM_ONE);
    e2e.project.edit(DATA, SHORT_COOLDOWN, COOLDOWN);
    await e2e.project.deploy("workload");
    const first = samples.find(({ ready }) => ready > 0)?.seconds ?? NaN;
    const full = samples.find(({ ready }) => ready === max)?.seconds ?? NaN;
    const done = samples.find(({ finished }) => finished === JOBS)?.seconds ?? NaN;
    return `0 -> 1 worker in ${first.toFixed(0)} s, ${max} in ${full.toFixed(0)} s, ${JOBS} jobs done in ${done.toFixed(0)} s, back to 0 at ${last?.seconds.toFixed(0)} s; none lost; a job due after ${DUE_AFTER_SECONDS} s was done after ${scheduled.toFixed(0)} s`;
  },
};

/** Seconds until a job that is due later is done, with no worker at its enqueueing. */
async function scheduledJob(
  target: Parameters<typeof replicasOf>[0] & { readonly queue: string },
  python: string,
): Promise<number> {
  const queue = await RqQueue.open({ ...target, python });
  const started = Date.now();
  const { finished } = await queue.schedule(DUE_AFTER_SECONDS, 1);
  await waitFor({ what: "the scheduled job's end", timeoutMs: TIMEOUT_MS }, async () =>
    (await queue.look()).finished === finished + 1 ? true : undefined,
  );
  return (Date.now() - started) / 1000;
}
