import path from "node:path";
import { loadEnvironment, loadRehearsals } from "../../environments";
import { projectFile } from "../../environments/project";
import type { EnvironmentSpec } from "../../environments/schema";
import type { StackName } from "../../environments/stack-names";
import { CommandFailure } from "../../runtime/failure";
import { ruleFailure } from "../synthesis/findings";
import { synthesize, type SynthesizedStack } from "../synthesis/synthesize";
import { givenStacks } from "./given-stacks";
import type { OperationOptions } from "./options";

/** An environment whose stacks are synthesized, and held by the rules. */
export interface ProvenStacks {
  readonly spec: EnvironmentSpec;
  /** Every stack of the environment, in the order of application. */
  readonly all: readonly SynthesizedStack[];
  /** Those that were asked for, in the same order. */
  readonly chosen: readonly SynthesizedStack[];
  /** Folder that holds them, `cdktf.out`. */
  readonly outdir: string;
}

/**
 * Reads the environment, and synthesizes and proves its stacks.
 *
 * @param env variables of the environment's data
 * @throws ConfigurationError for data that is wrong, CommandFailure when a rule fails or a stack is unknown
 */
export function provenStacks(
  options: OperationOptions,
  env: Readonly<Record<string, string | undefined>>,
): ProvenStacks {
  const { environment, stacks, folder, synthesized } = options;
  const spec = options.spec ?? loadEnvironment(environment, env);
  const outdir = path.join(folder ?? projectFile("."), "cdktf.out");
  const all =
    synthesized === undefined
      ? synthesizedHere(spec, outdir, env)
      : givenStacks(synthesized, spec, outdir);
  return { spec, all, chosen: chosenStacks(all, stacks, environment), outdir };
}

function synthesizedHere(
  spec: EnvironmentSpec,
  outdir: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly SynthesizedStack[] {
  const rehearsals = loadRehearsals([spec.name], env);
  const { environments, holds } = synthesize([spec], outdir, rehearsals);
  if (!holds) throw ruleFailure(spec.name, environments, "nothing is planned or applied");
  return environments.flatMap((built) => built.stacks);
}

function chosenStacks(
  all: readonly SynthesizedStack[],
  names: readonly StackName[] | undefined,
  environment: string,
): readonly SynthesizedStack[] {
  if (names === undefined || names.length === 0) return all;
  const missing = names.filter((name) => !all.some((stack) => stack.name === name));
  if (missing.length > 0) {
    const known = all.map(({ name }) => name).join(", ");
    throw new CommandFailure(
      `${environment} has no stack ${missing.join(", ")}`,
      `name stacks of ${environment}: ${known}`,
    );
  }
  return all.filter(({ name }) => names.includes(name));
}

/** Reads the name of one of the known stacks, with or without its environment before it. */
export function stackName(
  text: string,
  environment: string,
  known: readonly StackName[],
): StackName | undefined {
  const prefix = `${environment}-`;
  return known.find((name) => name === text || `${prefix}${name}` === text);
}
