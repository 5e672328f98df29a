import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import type { EnvironmentSpec } from "../../environments/schema";
import { CommandFailure } from "../../runtime/failure";
import { synthesize, type SynthesizedStack } from "../synthesis/synthesize";
import { terraformBinary } from "../../runtime/terraform/binary";
import { Terraform } from "../../runtime/terraform/terraform";
import { terraformEnvironment } from "../../runtime/terraform/environment";
import { declaredGroups, groupsInState, type KnownGroups } from "./known-node-groups";

const backends = z.object({
  terraform: z.object({ cloud: z.unknown().optional(), backend: z.unknown().optional() }),
});

/** What the code of an environment declares, and what its state has of it. */
export async function knownNodeGroups(spec: EnvironmentSpec): Promise<KnownGroups> {
  const stacks = synthesize([spec], undefined).environments.flatMap((built) => built.stacks);
  const stack = stacks.find(({ name }) => name === "node-pools");
  const declared = declaredGroups(stack?.json);
  if (stack === undefined) {
    return { declared, inState: undefined, why: `${spec.name} has no stack node-pools` };
  }
  try {
    const state = await pulled(spec, stack);
    if (state === undefined && spec.state.kind === "local") {
      return { declared, inState: undefined, why: `${stack.id} has no state on this machine` };
    }
    return { declared, inState: groupsInState(state), why: undefined };
  } catch (error) {
    if (!(error instanceof CommandFailure) && !(error instanceof z.ZodError)) throw error;
    const why = error instanceof CommandFailure ? error.message : "its format is not known here";
    return { declared, inState: undefined, why: why.replace(/\s+/g, " ") };
  }
}

/** A stack's state, read with its backend alone: no provider is needed for it. */
async function pulled(spec: EnvironmentSpec, { id, json }: SynthesizedStack): Promise<unknown> {
  // Three levels below the project, as the stack itself: paths of local states are relative.
  const folder = projectFile(`.plans/state/${id}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { terraform } = backends.parse(json);
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
  const reader = new Terraform({
    binary: terraformBinary(),
    environment: spec.name,
    stack: id,
    folder,
    logs: path.join(folder, "logs"),
    env: { ...process.env, ...terraformEnvironment() },
  });
  await reader.init();
  return reader.pull();
}
