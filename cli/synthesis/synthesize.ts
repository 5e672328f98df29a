import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { pairsAmong, type Rehearsals } from "../../environments/rehearsals";
import type { EnvironmentName, EnvironmentSpec } from "../../environments/schema";
import type { StackName } from "../../environments/stack-names";
import { readSynthesized } from "../../inventory/synthesized";
import { runRules, type RuleResult } from "../../rules";
import { capacitySummary, type CapacitySummary } from "../../rules/capacity/summary";
import { buildEnvironment, buildTerraformCloud, cloudEnvironment } from "../../stacks";
import { ruleHolds } from "./checked";
import { FlatMemory } from "./memory";
import { publish } from "./publish";
import { finish, withQuickCdktf } from "./quick-cdktf";
import { StackContent } from "./stack-content";

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly id: string;
  readonly name: StackName;
  /** Content of its cdk.tf.json, read anew at each call. */
  readonly json: unknown;
}

/** A synthesized environment and what the rules say of it. */
export interface SynthesizedEnvironment {
  readonly name: EnvironmentName;
  readonly spec: EnvironmentSpec;
  readonly stacks: readonly SynthesizedStack[];
  readonly rules: readonly RuleResult[];
  /** How full its nodes are at maximum scale. */
  readonly capacity: CapacitySummary | undefined;
}

/** The synthesized stack of all workspaces. */
export interface SynthesizedTerraformCloud {
  readonly id: string;
  /** Organization and workspace of its own state. */
  readonly workspace: string;
  /** Content of its cdk.tf.json. */
  readonly json: unknown;
}

/** Outcome of a synthesis. */
export interface Synthesis {
  readonly environments: readonly SynthesizedEnvironment[];
  /** The stack of all workspaces, which belongs to no environment; made with all of them. */
  readonly terraformCloud: SynthesizedTerraformCloud | undefined;
  /** Whether every rule holds, and so the output was written. */
  readonly holds: boolean;
}

/**
 * Builds environments, synthesizes them into a temporary folder, runs every
 * rule on the result, and only if all hold puts it at `outdir`: a failed
 * synthesis leaves nothing that could be applied.
 *
 * @param outdir where cdktf expects its output; undefined to only check
 * @param rehearsals what environments are compared with. @default the pairs among `specs`
 * @param today day that they are judged on, `YYYY-MM-DD`. @default what changes with time alone is not judged
 * @throws ConfigurationError when an environment cannot be built
 */
export function synthesize(
  specs: readonly EnvironmentSpec[],
  outdir: string | undefined,
  rehearsals: Rehearsals = { pairs: pairsAmong(specs), complete: false },
  today?: string,
): Synthesis {
  const workdir = mkdtempSync(path.join(tmpdir(), "fluxibri-synth-"));
  try {
    const whole = new App({ outdir: workdir });
    const memory = new FlatMemory();
    // One after another: of each, only what is asked for later stays in memory.
    const built = specs.map((spec) => {
      const { stacks, cloud } = withQuickCdktf(() => build(spec, whole));
      const texts = stacks.map((stack) => ({ ...stack, text: readStack(workdir, stack.id) }));
      const inventory = readSynthesized(
        texts.map(({ id, text }) => ({ name: id, json: JSON.parse(text) })),
      );
      const environment = {
        name: spec.name,
        spec,
        stacks: texts.map(synthesizedStack),
        rules: runRules(inventory, spec, { rehearsals, today }),
        capacity: capacitySummary(inventory, spec),
      };
      memory.afterOne();
      return { cloud, environment };
    });
    const terraformCloud = withQuickCdktf(() =>
      buildWhole(
        whole,
        built.map(({ cloud }) => cloud),
      ),
    );
    const environments = built.map(({ environment }) => environment);
    const holds = environments.every(({ rules }) => rules.every(ruleHolds));
    if (holds && outdir !== undefined) publish(workdir, outdir);
    return { environments, terraformCloud, holds };
  } finally {
    rmSync(workdir, { recursive: true, force: true });
  }
}

/**
 * Builds the stacks of an environment and writes each of them.
 *
 * @param whole gets them into its manifest
 */
function build(spec: EnvironmentSpec, whole: App) {
  const { outdir } = whole;
  const app = new App({ outdir });
  const built = buildEnvironment(app, spec);
  finish(app);
  const cloud = cloudEnvironment(built);
  app.synth();
  Object.assign(whole.manifest.stacks, app.manifest.stacks);
  const stacks = built.map((stack) => ({ id: stack.node.id, name: stack.stackName }));
  return { stacks, cloud };
}

/** Builds what belongs to no environment, and writes it and the manifest of all. */
function buildWhole(app: App, environments: Parameters<typeof buildTerraformCloud>[1]) {
  const cloud = buildTerraformCloud(app, environments);
  app.synth();
  return (
    cloud && {
      id: cloud.node.id,
      workspace: cloud.workspace,
      json: JSON.parse(readStack(app.outdir, cloud.node.id)),
    }
  );
}

function synthesizedStack({ id, name, text }: Omit<SynthesizedStack, "json"> & { text: string }) {
  const content = new StackContent(text);
  return {
    id,
    name,
    get json() {
      return content.parsed();
    },
  };
}

function readStack(workdir: string, id: string): string {
  return readFileSync(path.join(workdir, "stacks", id, "cdk.tf.json"), "utf8");
}
