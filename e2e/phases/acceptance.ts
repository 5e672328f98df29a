import assert from "node:assert/strict";
import { workersOfLocal } from "../../cli/local/burst";
import { ACCEPTANCE } from "../../cli/simulate/loads";
import { RqQueue } from "../../testbed/rq-queue";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";

const DATA = "environments/local.ts";
/** Local's worker with production's way to scale; the quota holds that many. */
const EDITS = [
  [
    "max: 4,\n            waitingJobsPerReplica: 2",
    "max: 12,\n            waitingJobsPerReplica: 1",
  ],
  ['limitsCpu: "144"', 'limitsCpu: "416"'],
  ['limitsMemory: "224Gi"', 'limitsMemory: "640Gi"'],
] as const;
/** Longer than the scale-out takes: no worker gets two. */
const JOB_SECONDS = 40;
const TIMEOUT_MS = 240_000;

export const acceptance: Phase = {
  name: "acceptance",
  title: "Ten jobs at once run in parallel, their p95 wait is under 30 s, and none is lost",
  replaces: EDITS.map(([from]) => [DATA, from]),
  run: async (e2e) => {
    const { client, python } = testbedOf(e2e);
    if (python === undefined) throw new Error("the testbed was started without scaling");
    for (const [from, to] of EDITS) e2e.project.edit(DATA, from, to);
    await e2e.project.deploy("workload");
    const queue = await RqQueue.open({ ...workersOfLocal(), client, python });
    const before = await queue.look();
    const began = new Date();
    await queue.enqueue(ACCEPTANCE.parallel, JOB_SECONDS);
    let parallel = 0;
    const done = async () => {
      const { started, finished, failed } = await queue.look();
      parallel = Math.max(parallel, started);
      e2e.say(`  ${started} running, ${finished - before.finished} done`);
      const ended = finished + failed - before.finished - before.failed;
      return ended >= ACCEPTANCE.parallel ? failed - before.failed : undefined;
    };
    const failed = await waitFor({ what: "the jobs' end", timeoutMs: TIMEOUT_MS }, done);
    const waits = [...(await queue.waitsSince(began))].sort((left, right) => left - right);
    for (const [from, to] of EDITS) e2e.project.edit(DATA, to, from);
    await e2e.project.deploy("workload");
    assert.equal(failed, 0, "jobs that failed");
    assert.equal(waits.length, ACCEPTANCE.parallel, "jobs that finished");
    const p95 = waits[Math.ceil(0.95 * waits.length) - 1] ?? Infinity;
    assert.ok(p95 < ACCEPTANCE.waitSeconds, `p95 wait of ${p95.toFixed(1)} s`);
    assert.ok(parallel >= ACCEPTANCE.parallel, `only ${parallel} jobs ran at once`);
    return `RQ ${process.env["TESTBED_RQ"] ?? "2"}: ${parallel} at once, waits ${waits[0]?.toFixed(1)} to ${waits.at(-1)?.toFixed(1)} s, p95 ${p95.toFixed(1)} s; none lost`;
  },
};
