import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { EnvironmentSpec } from "../../environments/schema";
import { stackNames } from "../../environments/stack-names";
import { buildInventory } from "../../inventory/build";
import { terraformBlocks } from "../../inventory/terraform-blocks";
import { planExecution } from "../../rules/plan-execution";
import { usageError } from "../../runtime/command-line";
import { CommandFailure } from "../../runtime/failure";
import type { SynthesizedStack } from "../synthesis/synthesize";

const FILE = "cdk.tf.json";

/**
 * Stacks that another checkout has synthesized: a pull request's, for the
 * pipeline that plans it with secrets. None of its code is run; what is planned
 * is what this checkout's rule `plan-execution` has read, written anew: of a key
 * that a file has twice, Terraform would take both and a reader one.
 *
 * @param folder its `cdktf.out`
 * @param outdir where Terraform finds them
 * @throws ConfigurationError when nothing is there, CommandFailure with all that a plan may not have
 */
export function givenStacks(
  folder: string,
  spec: EnvironmentSpec,
  outdir: string,
): readonly SynthesizedStack[] {
  const stacks = stackNames(spec).flatMap((name): readonly SynthesizedStack[] => {
    const id = `${spec.name}-${name}`;
    const file = path.join(folder, "stacks", id, FILE);
    return existsSync(file) ? [{ id, name, json: read(file) }] : [];
  });
  if (stacks.length === 0) {
    throw usageError(
      folder,
      `has no stack of ${spec.name} (stacks/${spec.name}-…/${FILE})`,
      "name the cdktf.out that npm start wrote elsewhere",
      "--synthesized",
    );
  }
  const blocks = stacks.flatMap(({ id, json }) => terraformBlocks(id, json));
  const found = planExecution.check(buildInventory([{ terraformBlocks: blocks }]), spec);
  if (found.length > 0) {
    throw new CommandFailure(
      `${folder} may not be planned with credentials:\n${found
        .map(({ object, message }) => `  ${object} ${message}`)
        .join("\n")}`,
      `${[...new Set(found.map(({ fix }) => fix))].join("; ")}. What is new in the main branch's facts is planned once they are merged`,
    );
  }
  for (const { id, json } of stacks) {
    const target = path.join(outdir, "stacks", id);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, FILE), JSON.stringify(json, null, 2));
  }
  return stacks;
}

function read(file: string): unknown {
  try {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    return json;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw usageError(
      file,
      `cannot be read as JSON: ${message}`,
      "synthesize it again",
      "--synthesized",
    );
  }
}
