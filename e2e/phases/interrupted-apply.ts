import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { unlockReleases } from "../../cli/deploy/unlock-releases";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";

const SWITCHES = "environments/local.switches.json";
const ON = ['"kube-prometheus-stack": true', '"prometheus-adapter": true'] as const;
/** Long enough for clients to see it, short enough for a test. */
const AWAY_MS = 5_000;
const BEGIN_TIMEOUT_MS = 120_000;
const NAMESPACE = "monitoring";

/** The API server is killed while Helm is at work. */
export const interruptedApply: Phase = {
  name: "interrupted-apply",
  title: "An apply that loses the API server half-way fails, and the next one completes it",
  replaces: ON.map((on) => [SWITCHES, on]),
  run: async (e2e) => {
    const testbed = testbedOf(e2e);
    for (const on of ON) e2e.project.edit(SWITCHES, on, off(on));
    await e2e.project.deploy();
    for (const on of ON) e2e.project.edit(SWITCHES, off(on), on);
    const apply = e2e.project.tryDeploy();
    await waitFor(
      { what: "the apply to have begun", timeoutMs: BEGIN_TIMEOUT_MS, intervalMs: 100 },
      async () => {
        const accounts = await testbed.client.core.listNamespacedServiceAccount({
          namespace: NAMESPACE,
        });
        return accounts.items.length > 1 ? true : undefined;
      },
    );
    await testbed.kill("kube-apiserver");
    await sleep(AWAY_MS);
    await testbed.restart("kube-apiserver");
    const { status } = await apply;
    assert.notEqual(status, 0, "the interrupted apply says that it failed");
    const unlocked = await unlockReleases(testbed.client, e2e.spec, e2e.say);
    await e2e.project.deploy();
    const changes = e2e.project.plan().filter((planned) => planned.changes.length > 0);
    assert.deepEqual(changes, [], "changes after the apply that completed it");
    return `API server away for ${AWAY_MS / 1000} s; ${unlocked.length} releases were left locked (${unlocked.join(", ")}); the next apply completed, then no change`;
  },
};

function off(on: string): string {
  return on.replace("true", "false");
}
