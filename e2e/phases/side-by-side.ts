import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { Testbed } from "../../testbed/testbed";
import { seconds } from "../../runtime/progress";
import { type Phase, testbedOf } from "../phase";

/** A warm start of the control plane alone. */
const READY_LIMIT_MS = 10_000;

export const sideBySide: Phase = {
  name: "side-by-side",
  title: "A second testbed comes up beside the first in 10 s, and goes without a trace",
  run: async (e2e) => {
    const first = testbedOf(e2e);
    const folder = path.join(e2e.folder, "second");
    const started = Date.now();
    const second = await Testbed.start({
      folder,
      pools: e2e.pools,
      kubernetes: e2e.kubernetes,
      scaling: false,
      say: e2e.say,
    });
    const ready = Date.now() - started;
    assert.notEqual(second.server, first.server, "addresses of the two API servers");
    const pids = second.pids;
    await second.client.create({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "only-there" },
    });
    const { items } = await first.client.core.listNamespace();
    assert.ok(!items.some(({ metadata }) => metadata?.name === "only-there"), "two clusters");
    await second.stop();
    assert.ok(!existsSync(folder), `${folder} is left`);
    assert.deepEqual(pids.filter(isRunning), [], "processes that are left");
    if (ready > READY_LIMIT_MS) e2e.say(`  ready after ${seconds(ready)}: the machine is busy`);
    return `ready in ${seconds(ready)}, ${pids.length} processes, none left`;
  },
};

function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks only.
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
