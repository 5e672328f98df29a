import { Testing } from "cdktf";
import { finish, withQuickCdktf } from "../../cli/synthesis/quick-cdktf";
import { StackInMemory } from "../../cli/synthesis/stack-synthesizer";
import { environmentName, loadEnvironment } from "../../environments";
import type { EnvironmentSpec } from "../../environments/schema";
import { buildEnvironment } from "../../stacks";

/** Blocks of one resource type by their logical id. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A stack as Terraform reads it. */
export interface StackJson {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Blocks>>;
  readonly data?: Readonly<Record<string, Blocks>>;
  readonly output?: Blocks;
  readonly ephemeral?: Readonly<Record<string, Blocks>>;
}

/** Environments as their files say: a test file that changes one loads it for itself. */
const loaded = new Map<string, EnvironmentSpec>();

/** An environment's data, unaffected by the variables of the process; each call gives a copy. */
export function specOf(name: string): EnvironmentSpec {
  const spec = loaded.get(name) ?? loadEnvironment(environmentName(name), {});
  loaded.set(name, spec);
  return structuredClone(spec);
}

/** Texts of the stacks by the data that they are made of. */
const synthesized = new Map<string, Readonly<Record<string, string>>>();

/**
 * Synthesizes an environment for real: `Testing.synth` would leave out the
 * references between stacks and the validations. The same data is synthesized
 * once in a test file; each call reads the stacks anew, so what a test changes is its own.
 */
export function synthesize(spec: EnvironmentSpec): Readonly<Record<string, StackJson>> {
  const key = JSON.stringify(spec);
  const texts = synthesized.get(key) ?? textsOf(spec);
  synthesized.set(key, texts);
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, JSON.parse(text) as StackJson]),
  );
}

/** As `npm start` makes them (cli/synthesis/synthesize.ts), in memory. */
function textsOf(spec: EnvironmentSpec): Readonly<Record<string, string>> {
  const app = Testing.app();
  return withQuickCdktf(() => {
    const built = buildEnvironment(app, spec);
    finish(app);
    const stacks = built.map((stack) => ({ stack, synthesizer: new StackInMemory(stack) }));
    for (const { stack } of stacks) stack.prepareStack();
    for (const { synthesizer } of stacks) synthesizer.synthesize(app);
    return Object.fromEntries(
      stacks.map(({ stack, synthesizer }) => [stack.stackName, JSON.stringify(synthesizer.json)]),
    );
  });
}

/** All blocks of a resource type, in the order they were made. */
export function blocks(
  stack: StackJson | undefined,
  type: string,
): readonly Readonly<Record<string, unknown>>[] {
  return Object.values(stack?.resource?.[type] ?? {});
}
