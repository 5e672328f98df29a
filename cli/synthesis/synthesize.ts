import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { CommandFailure } from "../../runtime/failure";
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
import { StackInMemory } from "./stack-synthesizer";
import { writtenJson } from "./written-json";

/** So many environments stay in memory as they are: packing and unpacking is a twentieth of `npm start`. */
const FEW = 4;

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly id: string;
  readonly name: StackName;
  /** Content of its cdk.tf.json, not to be changed: the rules' findings are of the same objects. */
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
 * @throws CommandFailure where the CDKTF CLI is asked for HCL
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
    if (whole.hclOutput) {
      throw new CommandFailure(
        "SYNTH_HCL_OUTPUT asks for HCL; rules, plans and reports read the stacks as JSON",
        "unset it, and leave --hcl out",
      );
    }
    const memory = new FlatMemory();
    // One after another: of each, only what is asked for later stays in memory.
    const built = specs.map((spec) => {
      const { stacks, cloud } = withQuickCdktf(() => build(spec, whole));
      if (outdir !== undefined) for (const stack of stacks) write(stack, workdir);
      const inventory = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
      const environment = {
        name: spec.name,
        spec,
        stacks: specs.length > FEW ? stacks.map(packed) : stacks,
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
 * Builds the stacks of an environment.
 *
 * @param whole gets them into its manifest
 */
function build(spec: EnvironmentSpec, { outdir, manifest }: App) {
  const app = new App({ outdir });
  const built = buildEnvironment(app, spec);
  finish(app);
  const cloud = cloudEnvironment(built);
  const stacks = built.map((stack) => ({ stack, synthesizer: new StackInMemory(stack) }));
  for (const { stack } of stacks) stack.prepareStack();
  for (const { synthesizer } of stacks) synthesizer.synthesize({ outdir, manifest });
  return {
    cloud,
    stacks: stacks.map(({ stack, synthesizer: { json } }) => ({
      id: stack.node.id,
      name: stack.stackName,
      json,
    })),
  };
}

/** Writes a stack where the manifest says that it is. */
function write({ id, json }: SynthesizedStack, workdir: string): void {
  mkdirSync(path.join(workdir, "stacks", id));
  writeFileSync(stackFile(workdir, id), writtenJson(json));
}

/** Builds what belongs to no environment, and writes it and the manifest of all. */
function buildWhole(app: App, environments: Parameters<typeof buildTerraformCloud>[1]) {
  const cloud = buildTerraformCloud(app, environments);
  app.synth();
  return (
    cloud && {
      id: cloud.node.id,
      workspace: cloud.workspace,
      json: JSON.parse(readFileSync(stackFile(app.outdir, cloud.node.id), "utf8")),
    }
  );
}

/** Unpacked at each call. */
function packed({ id, name, json }: SynthesizedStack): SynthesizedStack {
  const content = new StackContent(json);
  return {
    id,
    name,
    get json() {
      return content.parsed();
    },
  };
}

function stackFile(workdir: string, id: string): string {
  return path.join(workdir, "stacks", id, "cdk.tf.json");
}
