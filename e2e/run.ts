import { mkdirSync, rmSync } from "node:fs";
import { renderTable } from "../runtime/table";
import { EXIT, runCommand } from "../runtime/exit";
import { checkRequirements } from "../cli/local/requirements";
import { synthesize } from "../cli/synthesis/synthesize";
import { environmentName, loadEnvironment } from "../environments";
import { clusterNodes } from "../environments/nodes/cluster-nodes";
import { projectFile } from "../environments/project";
import type { EnvironmentSpec } from "../environments/schema";
import { CommandFailure } from "../runtime/failure";
import { today } from "../runtime/today";
import { readSynthesized } from "../inventory/synthesized";
import { requireRedis } from "../testbed/hosted/redis";
import { KUBERNETES_RELEASES, kubernetesMinor } from "../testbed/kubernetes-releases";
import { requireGo } from "../testbed/programs";
import { seconds } from "../runtime/progress";
import { e2eArguments } from "./arguments";
import { type E2e, NotPossible, type Phase } from "./phase";
import { PHASES } from "./phases";
import { INTERRUPTED, interruption, unlessInterrupted } from "./interruption";
import { onKubernetes, versionInData } from "./kubernetes-in-data";
import { Project } from "./project";
import { recordRun, RUNS_FILE } from "./record";
import { print, say } from "../masking/output";

/** What became of a phase. */
interface Outcome {
  readonly name: string;
  readonly title: string;
  readonly result: "passed" | "failed" | "not run";
  readonly milliseconds: number;
  /** Figures, or why it failed. */
  readonly seen: string;
}

/**
 * `npm run test:e2e -- [PHASE...] [--kubernetes MINOR] [--record] [--json] [--if-possible]`: the whole life of the local
 * environment on a testbed, each phase asserted. The first phase and those that
 * are named are run, in their order; without a name, all. With `--if-possible` a
 * machine that lacks something says so and passes.
 */
void runCommand(async () => {
  const {
    phases,
    named,
    kubernetes: asked,
    record,
    json,
    ifPossible,
  } = e2eArguments(process.argv.slice(2), PHASES);
  const data = loadEnvironment(environmentName("local"), process.env);
  const kubernetes = asked ?? kubernetesMinor(data.cluster.kubernetesVersion);
  const spec = onKubernetes(data, kubernetes);
  const missing = await whatIsMissing(spec);
  if (missing !== undefined) {
    if (!ifPossible) throw missing;
    print(`End-to-end test NOT RUN: ${missing.message}\nfix: ${missing.remedy}\n`);
    return EXIT.ok;
  }
  const folder = projectFile(`.testbed/e2e-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const e2e: E2e = {
    folder,
    project: new Project(`${folder}/project`, say, [versionInData(data, kubernetes)]),
    spec,
    pools: clusterNodes(spec.cluster),
    kubernetes,
    say,
    testbed: undefined,
  };
  const signal = interruption(say);
  const outcomes: Outcome[] = [];
  for (const phase of phases) {
    if (signal.aborted) break;
    const failed = outcomes.some(({ result }) => result === "failed");
    const missing = whatPhaseLacks(phase);
    if (failed) outcomes.push(notRun(phase, "an earlier phase failed"));
    else if (missing.length > 0) outcomes.push(notRun(phase, `not set: ${missing.join(", ")}`));
    else {
      const work = runPhase(phase, e2e);
      // Half a control plane would be left behind: it comes up, and is stopped.
      const outcome =
        e2e.testbed === undefined ? await work : await unlessInterrupted(signal, work);
      if (outcome !== undefined) outcomes.push(outcome);
    }
  }
  const started = Date.now();
  await e2e.testbed?.stop();
  say(`testbed down in ${seconds(Date.now() - started)}`);
  if (signal.aborted) {
    rmSync(folder, { recursive: true, force: true });
    process.exit(INTERRUPTED);
  }
  const passed = outcomes.every(
    ({ result }) => result === "passed" || (result === "not run" && !named),
  );
  // After a failure the copy, its state and the logs are what one needs.
  if (passed) rmSync(folder, { recursive: true, force: true });
  else say(`what is left to look at: ${folder}`);
  if (record && passed) {
    recordRun({
      release: KUBERNETES_RELEASES[kubernetes],
      charts: chartsOf(spec),
      passed: outcomes.filter(({ result }) => result === "passed"),
      day: today(process.env),
    });
    say(`recorded in ${RUNS_FILE}; npm run generate writes docs/charts.md from it`);
  }
  print(json ? `${JSON.stringify(outcomes, null, 2)}\n` : render(outcomes));
  return passed ? EXIT.ok : EXIT.failed;
});

/** What this machine lacks for the test; undefined when nothing. */
async function whatIsMissing(spec: EnvironmentSpec): Promise<CommandFailure | undefined> {
  try {
    requireGo();
    requireRedis();
    const { environments } = synthesize([spec], undefined);
    await checkRequirements(
      spec,
      environments.flatMap(({ stacks }) => stacks),
    );
    return undefined;
  } catch (error) {
    if (error instanceof CommandFailure) return error;
    throw error;
  }
}

/** Version of each chart that an environment installs. */
function chartsOf(spec: EnvironmentSpec): Readonly<Record<string, string>> {
  const stacks = synthesize([spec], undefined).environments.flatMap(({ stacks: all }) => all);
  const { helmReleases } = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
  return Object.fromEntries(
    helmReleases.map(({ chart, version }) => [chart, version ?? ""] as const).toSorted(),
  );
}

async function runPhase(phase: Phase, e2e: E2e): Promise<Outcome> {
  const { name, title } = phase;
  e2e.say(`\n${name}: ${title}`);
  const started = Date.now();
  try {
    const seen = await phase.run(e2e);
    const milliseconds = Date.now() - started;
    e2e.say(`  passed in ${seconds(milliseconds)}: ${seen}`);
    return { name, title, result: "passed", milliseconds, seen };
  } catch (error) {
    if (error instanceof NotPossible) return notRun(phase, error.message);
    const seen = error instanceof Error ? error.message : String(error);
    const milliseconds = Date.now() - started;
    e2e.say(`  FAILED after ${seconds(milliseconds)}: ${seen}`);
    return { name, title, result: "failed", milliseconds, seen };
  }
}

function whatPhaseLacks({ needs = [] }: Phase): readonly string[] {
  return needs.filter((variable) => !process.env[variable]);
}

function notRun({ name, title }: Phase, why: string): Outcome {
  return { name, title, result: "not run", milliseconds: 0, seen: why };
}

function render(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, result, milliseconds, seen }) => [
    ...[name, result, seconds(milliseconds), seen],
  ]);
  return `${renderTable({ head: ["phase", "result", "time", "seen"], rows })}\n`;
}
