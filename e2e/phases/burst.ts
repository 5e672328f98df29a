import assert from "node:assert/strict";
import { draw, workersOfLocal } from "../../cli/local/burst";
import { runBurst, type BurstSample } from "../../testbed/burst";
import { QUEUE_WORKER } from "../../testbed/hosted/queue-worker";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";

const JOBS = 24;
const JOB_SECONDS = 4;
const TIMEOUT_MS = 240_000;
const SETTLE_MS = 60_000;

export const burst: Phase = {
  name: "burst",
  title: "A burst of jobs scales the workers to their maximum and back, and no job is lost",
  run: async (e2e) => {
    const { client, python, hosted } = testbedOf(e2e);
    if (python === undefined) throw new Error("the testbed was started without scaling");
    const { max, ...workers } = workersOfLocal();
    const before = hosted.countsOf(QUEUE_WORKER);
    const samples = await runBurst({
      ...workers,
      client,
      python,
      jobs: JOBS,
      jobSeconds: JOB_SECONDS,
      timeoutMs: TIMEOUT_MS,
      onSample: (sample) => e2e.say(`  ${draw(sample)}`),
    });
    const most = Math.max(...samples.map(({ ready }) => ready));
    assert.equal(most, max, "most workers at once");
    assert.ok(samples.every(fewerOnlyWhenIdle), "workers went while jobs waited or ran");
    const last = samples.at(-1);
    assert.equal(last?.finished, JOBS, "jobs that finished");
    assert.equal(last?.failed, 0, "jobs that failed");
    const ended = await waitFor(
      { what: "the processes of the workers that went", timeoutMs: SETTLE_MS },
      () => {
        const counts = hosted.countsOf(QUEUE_WORKER);
        return Promise.resolve(counts.running === workers.min ? counts : undefined);
      },
    );
    assert.equal(ended.killed, before.killed, "workers killed at the end of their grace");
    const full = samples.find(({ ready }) => ready === max)?.seconds ?? NaN;
    const done = samples.find(({ finished }) => finished === JOBS)?.seconds ?? NaN;
    return `${workers.min} -> ${max} workers in ${full.toFixed(0)} s, ${JOBS} jobs done in ${done.toFixed(0)} s, back to ${workers.min} at ${last.seconds.toFixed(0)} s; none lost, ${ended.ended - before.ended} workers ended by SIGTERM`;
  },
};

/** Scale-in comes after the last job: what runs is not taken away. */
function fewerOnlyWhenIdle(
  sample: BurstSample,
  index: number,
  samples: readonly BurstSample[],
): boolean {
  const earlier = samples[index - 1];
  const shrinks = earlier !== undefined && sample.wanted < earlier.wanted;
  return !shrinks || earlier.queued + earlier.started === 0;
}
