import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { CommandEnd } from "../command";
import { type E2e, type Phase, testbedOf } from "../phase";

const SWITCHES = "environments/local.switches.json";
const CLAIMS = "applications/montage-ai/claims.ts";
const CLAIM = "montage-assets";
/** A claim is renamed where it is declared, and where a setting names it. */
const RENAMED = [
  [CLAIMS, `name: "${CLAIM}"`],
  ["applications/montage-ai/settings.ts", `claim: "${CLAIM}"`],
] as const;
const [KEDA_ON, KEDA_OFF] = ['"keda": true', '"keda": false'];
/** The first chart that is done; the others are being installed then. */
const FIRST_CHART = /helm_release\.metrics-server\S*: create done/;

const report = z.object({
  stacks: z.array(
    z.object({
      id: z.string(),
      basis: z.enum(["state", "declared"]),
      counts: z.object({ add: z.int(), change: z.int(), destroy: z.int() }),
    }),
  ),
});
const journal = z.object({ terraform: z.object({ pid: z.int() }) });

/** The project's own commands on an empty cluster: nothing but what a person types. */
export const planAndDeploy: Phase = {
  name: "plan-and-deploy",
  title: "plan and deploy work on an empty cluster, after kill -9, and refuse to destroy state",
  replaces: [...RENAMED, [SWITCHES, KEDA_ON]],
  run: async (e2e) => {
    const planned = await firstPlan(e2e);
    const unlocked = await killedDeploy(e2e);
    await expect(e2e, "cli/plan/index.ts", ["local"], 0);
    await refusedClaim(e2e);
    await kedaOff(e2e);
    await kedaOn(e2e);
    return `${planned} resources planned before anything was there; killed during Helm, ${unlocked} releases unlocked, completed; claim refused; KEDA off and on in one deploy each`;
  },
};

async function expect(
  e2e: E2e,
  program: string,
  args: readonly string[],
  status: number,
): Promise<CommandEnd> {
  const end = await e2e.project.start(program, args).ended;
  assert.equal(end.status, status, `${program} ${args.join(" ")}\n${end.stdout}\n${end.stderr}`);
  return end;
}

async function firstPlan(e2e: E2e): Promise<number> {
  const { stdout } = await expect(e2e, "cli/plan/index.ts", ["local", "--json"], 2);
  const { stacks } = report.parse(JSON.parse(stdout));
  assert.deepEqual(
    stacks.map(({ id, basis }) => [id, basis]),
    [
      ["local-storage", "state"],
      ["local-platform", "state"],
      ["local-workload", "declared"],
    ],
    "what each stack was planned against",
  );
  for (const { id, counts } of stacks) {
    assert.ok(counts.add > 0 && counts.change === 0 && counts.destroy === 0, `${id}: all is new`);
  }
  return stacks.reduce((sum, { counts }) => sum + counts.add, 0);
}

/** The command and its Terraform are killed while Helm is at work; the same command goes on. */
async function killedDeploy(e2e: E2e): Promise<number> {
  let killed = false;
  const deploy = e2e.project.start("cli/deploy/index.ts", ["local", "--plan", "--yes"], (line) => {
    e2e.say(`  ${line}`);
    if (killed || !FIRST_CHART.test(line)) return;
    killed = true;
    const file = path.join(e2e.project.folder, ".plans/local/deploy.json");
    const { terraform } = journal.parse(JSON.parse(readFileSync(file, "utf8")));
    process.kill(deploy.pid, "SIGKILL");
    process.kill(terraform.pid, "SIGKILL");
  });
  const { status } = await deploy.ended;
  assert.ok(killed && status === undefined, "the deploy was killed at work");
  const { stderr } = await expect(e2e, "cli/deploy/index.ts", ["local", "--yes"], 0);
  return [...stderr.matchAll(/^release .* unlocked$/gm)].length;
}

async function refusedClaim(e2e: E2e): Promise<void> {
  const other = (text: string) => text.replace(CLAIM, "montage-other-assets");
  for (const [file, text] of RENAMED) e2e.project.edit(file, text, other(text));
  const { stderr } = await expect(e2e, "cli/deploy/index.ts", ["local", "--yes"], 1);
  assert.match(stderr, /refused: this would destroy what holds state/);
  assert.match(stderr, /--allow-destroy 'kubernetes_persistent_volume_claim_v1\.claims_montage-as/);
  for (const [file, text] of RENAMED) e2e.project.edit(file, other(text), text);
}

/** In one deploy: the workload goes first, while KEDA still takes its finalizers off. */
async function kedaOff(e2e: E2e): Promise<void> {
  e2e.project.edit(SWITCHES, KEDA_ON, KEDA_OFF);
  const refused = await expect(e2e, "cli/deploy/index.ts", ["local", "--yes"], 1);
  const [, address = ""] = /--allow-destroy '(helm_release\.keda_\S+)'/.exec(refused.stderr) ?? [];
  assert.notEqual(address, "", "CRDs that go are named");
  const args = ["local", "--yes", "--allow-destroy", address];
  const { stdout } = await expect(e2e, "cli/deploy/index.ts", args, 0);
  assert.match(stdout, /applied +local-workload[^]*applied +local-platform/, "the order");
  const definition = await testbedOf(e2e).client.read({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    name: "scaledobjects.keda.sh",
  });
  assert.equal(definition, undefined, "KEDA's CRDs");
}

/** Its kinds are not there when the workload is planned: with declared values, and again later. */
async function kedaOn(e2e: E2e): Promise<void> {
  e2e.project.edit(SWITCHES, KEDA_OFF, KEDA_ON);
  await expect(e2e, "cli/deploy/index.ts", ["local", "--yes"], 0);
  await expect(e2e, "cli/plan/index.ts", ["local"], 0);
}
