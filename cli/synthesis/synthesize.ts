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
import { buildEnvironment, buildTerraformCloud } from "../../stacks";
import { ruleHolds } from "./checked";
import { publish } from "./publish";
import { withQuickCdktf } from "./quick-cdktf";

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly id: string;
  readonly name: StackName;
  /** Content of its cdk.tf.json. */
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
    const { built, cloud } = withQuickCdktf(() => build(specs, workdir));
    const terraformCloud = cloud && {
      id: cloud.node.id,
      workspace: cloud.workspace,
      json: readStack(workdir, cloud.node.id),
    };
    const environments = built.map(({ spec, stacks }) => {
      const synthesized = stacks.map((stack) => ({
        id: stack.node.id,
        name: stack.stackName,
        json: readStack(workdir, stack.node.id),
      }));
      const inventory = readSynthesized(synthesized.map(({ id, json }) => ({ name: id, json })));
      return {
        name: spec.name,
        spec,
        stacks: synthesized,
        rules: runRules(inventory, spec, { rehearsals, today }),
        capacity: capacitySummary(inventory, spec),
      };
    });
    const holds = environments.every(({ rules }) => rules.every(ruleHolds));
    if (holds && outdir !== undefined) publish(workdir, outdir);
    return { environments, terraformCloud, holds };
  } finally {
    rmSync(workdir, { recursive: true, force: true });
  }
}

/** Builds the stacks and writes each of them. */
function build(specs: readonly EnvironmentSpec[], outdir: string) {
  const app = new App({ outdir });
  const built = specs.map((spec) => ({ spec, stacks: buildEnvironment(app, spec) }));
  const cloud = buildTerraformCloud(
    app,
    built.map(({ stacks }) => stacks),
  );
  app.synth();
  return { built, cloud };
}

function readStack(workdir: string, id: string): unknown {
  return JSON.parse(readFileSync(path.join(workdir, "stacks", id, "cdk.tf.json"), "utf8"));
}
