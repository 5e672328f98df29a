import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject, V1Deployment } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { type E2e, type Phase, testbedOf } from "../phase";

const SWITCHES = "environments/local.switches.json";
const TAG = "0ff1ce0";

/** What a rollback in a hurry relies on. */
export const rollback: Phase = {
  name: "rollback",
  title:
    "A way back is shown without being done, refused where it would be wrong, done and committed, the same when called twice, and goes on after kill -9",
  run: async (e2e) => {
    const { project } = e2e;
    const before = switches(e2e);
    const commits = count(e2e);

    const shown = await run(e2e, "--image-tag", TAG);
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stderr, /^\+ {4}"montage-ai": "0ff1ce0"$/m, "the diff");
    assert.match(shown.stderr, /local-workload +0 +[1-9]/, "the plan");
    assert.equal(switches(e2e), before, "without a terminal and --yes nothing is written");

    const refused = await run(e2e, "--to", "ghcr", "--yes");
    assert.equal(refused.status, 2, refused.stderr);
    assert.match(refused.stderr, /does not describe the image source "ghcr"/);
    assert.match(refused.stderr, /without a pull secret every pull ends in 401/);
    assert.equal(switches(e2e), before, "what is refused is not written");

    await interrupt(e2e);
    const done = await run(e2e, "--image-tag", TAG, "--yes", "--commit");
    assert.equal(done.status, 0, done.stderr);
    assert.equal(count(e2e), commits + 1, "one commit");
    assert.match(project.git("log", "-1", "--format=%B"), /^local: montage-ai 0ff1ce0\n/);
    assert.equal(project.git("show", "--format=", "--name-only", "HEAD").trim(), SWITCHES);
    // A run that was killed after its commit leaves the apply to deploy.
    await project.deploy();
    assert.match((await image(e2e)) ?? "", /:0ff1ce0$/);

    const again = await run(e2e, "--image-tag", TAG, "--yes", "--commit");
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stdout, /is so already/);
    assert.equal(count(e2e), commits + 1, "no commit when nothing changes");

    project.edit(SWITCHES, '"montage-ai": "0ff1ce0"', '"montage-ai": "1234567"');
    const dirty = await run(e2e, "--image-tag", TAG, "--yes");
    assert.equal(dirty.status, 2, dirty.stderr);
    assert.match(dirty.stderr, /differs from the last commit/);
    project.git("checkout", "--", SWITCHES);

    const { imageTags } = JSON.parse(before) as {
      readonly imageTags: Readonly<Record<string, string>>;
    };
    await project.rollback("--image-tag", imageTags["montage-ai"] ?? "");
    assert.equal(switches(e2e), before, "the file after the way forward");
    return `shown, refused, killed, done in commit ${project.git("rev-parse", "--short", "HEAD~1").trim()}, and back`;
  },
};

/** kill -9 once the data is written: what is left is written, and perhaps committed. */
async function interrupt(e2e: E2e): Promise<void> {
  const before = switches(e2e);
  const { ended, pid } = command(e2e, "--image-tag", TAG, "--yes", "--commit");
  const isEnded = ended.then(() => true);
  while (switches(e2e) === before) {
    if (await Promise.race([isEnded, sleep(1, false)])) throw new Error((await ended).stderr);
  }
  process.kill(pid, "SIGKILL");
  assert.equal((await ended).status, undefined, "the command was killed");
}

function command({ project }: E2e, ...args: readonly string[]) {
  return project.start("cli/rollback/index.ts", ["local", ...args]);
}

function run(e2e: E2e, ...args: readonly string[]) {
  return command(e2e, ...args).ended;
}

function switches({ project }: E2e): string {
  return readFileSync(path.join(project.folder, SWITCHES), "utf8");
}

function count({ project }: E2e): number {
  return Number(project.git("rev-list", "--count", "HEAD"));
}

async function image(e2e: E2e): Promise<string | undefined> {
  const { namespace, deployment } = workersOfLocal();
  const found = await testbedOf(e2e).client.read<V1Deployment & KubernetesObject>({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace,
    name: deployment,
  });
  return found?.spec?.template.spec?.containers[0]?.image;
}
