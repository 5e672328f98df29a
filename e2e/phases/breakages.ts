import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import Table from "cli-table3";
import { nameOf } from "../../cli/doctor/causes/order";
import { type Report, runDoctor } from "../../cli/doctor/run";
import { nodeName } from "../../testbed/nodes";
import { TESTBED_CONTEXT } from "../../testbed/kubeconfig";
import { apiServer } from "../api-server";
import { BROKEN, namespaceOf, REFUSING } from "../breakages/breakage";
import { breakageCases, removeObjects } from "../breakages/cases";
import type { BreakageCase, Broken } from "../breakages/case";
import { runPrinted } from "../breakages/run-printed";
import { SIMULATED, withoutAging } from "../breakages/simulated";
import { judge, newFindings, notTried, type Verdict } from "../breakages/verdict";
import { type E2e, type Phase, testbedOf } from "../phase";
import { isOfShape, shapesOfBreakage } from "../../scripts/references/printed";
import type { Project } from "../project";
import { waitFor } from "../../testbed/wait";

const MINUTE_MS = 60_000;
const LATER_MINUTES = 10;
/** Controllers act within seconds; KEDA asks its triggers every five. */
const NAMED_MS = 30_000;
const HEALED_MS = 60_000;
const INTERVAL_MS = 1_000;
/** Share of breakages whose first line is the cause. */
const FIRST_RIGHT = 0.9;
/** Names of breakages, with commas: only these are tried. */
const CHOSEN = "E2E_BREAKAGES";
/** A file for the table as JSON. */
const TABLE = "E2E_BREAKAGES_TABLE";

/** One breakage after the other, each on a cluster in which all else is well. */
export const breakages: Phase = {
  name: "breakages",
  title: "Of each thing that is broken the doctor's first line is the cause",
  run: async (e2e) => {
    const testbed = testbedOf(e2e);
    const broken = { client: testbed.client, testbed };
    const examine = doctorOf(e2e);
    const [pool] = e2e.pools;
    if (pool === undefined) throw new Error("the phase needs a pool");
    const cases = chosen(breakageCases(nodeName(pool, 1)));
    for (const name of [BROKEN, REFUSING]) {
      await testbed.client.create(namespaceOf(name)).catch(() => undefined);
    }
    // Each controller writes down what it does not get when its turn comes: an HPA each 15 s.
    const baseline = await waitFor(
      { what: "what is only simulated to be named, and no more", timeoutMs: HEALED_MS },
      () => namedWhereNothingIsBroken(examine),
    );
    const verdicts: Verdict[] = [];
    for (const breakage of cases) {
      const verdict = await tryOne(breakage, broken, examine, baseline, e2e.project).catch(
        (error: unknown) => notTried(breakage, error),
      );
      verdicts.push(verdict);
      e2e.say(`  ${verdict.first ? "right" : "WRONG"} ${verdict.name}: ${verdict.said}`);
    }
    e2e.say(render(verdicts));
    if (process.env[TABLE]) writeFileSync(process.env[TABLE], JSON.stringify(verdicts, null, 2));
    return conclude(verdicts);
  },
};

type Examine = (minutesLater: number) => Promise<Report>;

async function namedWhereNothingIsBroken(examine: Examine): Promise<ReadonlySet<string>> {
  const { diagnoses } = await examine(LATER_MINUTES);
  const wrong = diagnoses.filter(({ severity }) => severity === "error");
  assert.deepEqual(
    withoutAging(wrong.map(nameOf)).toSorted(),
    SIMULATED.toSorted(),
    "what is said to be wrong where nothing is broken",
  );
  return new Set(diagnoses.map(nameOf));
}

function doctorOf(e2e: E2e): Examine {
  const { kubeconfig } = testbedOf(e2e);
  const server = apiServer(kubeconfig);
  const args = { environment: e2e.spec.name, kubeconfig, context: TESTBED_CONTEXT, json: true };
  return (minutesLater) =>
    runDoctor(args, () => undefined, server, Date.now() + minutesLater * MINUTE_MS);
}

function chosen(all: readonly BreakageCase[]): readonly BreakageCase[] {
  const names = (process.env[CHOSEN] ?? "").split(",").filter(Boolean);
  const unknown = names.filter((name) => !all.some((each) => each.name === name));
  assert.deepEqual(unknown, [], `there are ${all.map(({ name }) => name).join(", ")}`);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

async function tryOne(
  breakage: BreakageCase,
  broken: Broken,
  examine: Examine,
  baseline: ReadonlySet<string>,
  project: Project,
): Promise<Verdict> {
  const { client } = broken;
  const { objects = [], inject, heal, minutesLater = LATER_MINUTES } = breakage;
  for (const object of objects) {
    // A namespace has its service account a moment later, and refuses pods until then.
    await waitFor({ what: `${object.kind} to be accepted`, timeoutMs: NAMED_MS }, async () => {
      if (object.kind === "Namespace") await client.create(object).catch(() => undefined);
      else await client.create(object);
      return true;
    });
  }
  const started = Date.now();
  let verdict: Verdict | undefined;
  try {
    await inject?.(broken);
    while (verdict?.first !== true && Date.now() - started < NAMED_MS) {
      if (verdict !== undefined) await sleep(INTERVAL_MS);
      const { diagnoses } = await examine(minutesLater);
      verdict = judge(breakage, diagnoses, baseline, Date.now() - started);
    }
    if (verdict?.command !== undefined) {
      verdict = { ...verdict, ran: await runPrinted(verdict.command, project) };
    }
  } finally {
    await heal?.(broken);
    await removeObjects(client, breakage);
  }
  await waitFor(
    {
      what: `all to be well after ${breakage.name}`,
      timeoutMs: HEALED_MS,
      intervalMs: INTERVAL_MS,
    },
    async () => {
      const left = newFindings((await examine(LATER_MINUTES)).diagnoses, baseline);
      if (left.length > 0) throw new Error(left.map(nameOf).join());
      return true;
    },
  );
  if (verdict === undefined) throw new Error(`${breakage.name} was not looked at`);
  return verdict;
}

function render(verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ["breakage", "area", "first", "there", "silent", "beside", "s", "command"],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  const yes = (is: boolean) => (is ? "yes" : "");
  for (const { beside, ran, ...verdict } of verdicts) {
    const { name, area, first, present, silent, seconds } = verdict;
    const said = [yes(first), yes(present), yes(silent), beside.length || ""];
    table.push([name, area, ...said, seconds, ran?.how ?? ""]);
  }
  return table.toString();
}

/** A breakage whose finding prints another command than the list says: that one was run nowhere. */
function unlike(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap(({ name, command = "" }) =>
    shapesOfBreakage(name)
      .filter((shape) => !isOfShape(command, shape))
      .map((shape) => `${name}: ${shape}: ${command}`),
  );
}

function conclude(verdicts: readonly Verdict[]): string {
  const first = verdicts.filter((each) => each.first).length;
  const silent = verdicts.filter((each) => each.silent);
  const beside = verdicts.flatMap((each) => each.beside);
  const figures = `${first} of ${verdicts.length} first lines right, ${verdicts.filter(({ present }) => present).length} causes there, ${silent.length} silent, ${beside.length} causes beside`;
  const failed = verdicts.filter(({ ran }) => ran?.how === "failed");
  assert.deepEqual(
    failed.map(({ name, command, ran }) => `${name}: ${command}: ${ran?.said}`),
    [],
    "commands that were printed and cannot be run",
  );
  assert.deepEqual(
    unlike(verdicts),
    [],
    "commands of other shapes than scripts/references/printed says",
  );
  assert.deepEqual(
    silent.map(({ name }) => name),
    [],
    figures,
  );
  assert.ok(
    first >= verdicts.length * FIRST_RIGHT,
    `${figures}: ${verdicts
      .filter((each) => !each.first)
      .map(({ name, said }) => `${name}: ${said}`)
      .join("\n")}`,
  );
  return figures;
}
