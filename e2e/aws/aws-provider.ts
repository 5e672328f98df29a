import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { terraformEnvironment } from "../../runtime/terraform/environment";
import { CommandFailure } from "../../runtime/failure";
import { runSync, works } from "../../runtime/process/run-sync";

/** Both stacks are valid with it. */
const OLDEST = "5.100.0";

/**
 * Gets the aws provider as the stacks pin it; where that cannot be had, whatever
 * Terraform finds from 5.100.0 on.
 *
 * @param pinned version that the stacks ask for
 * @returns constraint that was found to work; undefined: the stacks' own
 * @throws CommandFailure when none can be had
 */
export function usableAwsProvider(folder: string, pinned: string): string | undefined {
  if (!works("terraform", ["version"])) {
    throw new CommandFailure(
      "there is no terraform on PATH",
      "install Terraform 1.10 or newer: https://developer.hashicorp.com/terraform/install",
    );
  }
  if (initialized(folder, pinned) === undefined) return undefined;
  const relaxed = `>= ${OLDEST}`;
  const problem = initialized(folder, relaxed);
  if (problem === undefined) return relaxed;
  throw new CommandFailure(
    `Terraform cannot get the aws provider, neither ${pinned} nor ${relaxed}:\n${problem}`,
    "let this machine reach registry.terraform.io, or give Terraform a mirror or a plugin folder: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
  );
}

/** Undefined when it worked. */
function initialized(folder: string, version: string): string | undefined {
  const place = path.join(folder, "provider");
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const providers = { aws: { source: "hashicorp/aws", version } };
  writeFileSync(
    path.join(place, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: providers } }),
  );
  const { ok, stdout, stderr } = runSync({
    program: "terraform",
    args: [`-chdir=${place}`, "init", "-input=false", "-no-color"],
    env: terraformEnvironment(),
  });
  if (ok) return undefined;
  const said = `${stderr}\n${stdout}`.split("\n").filter((line) => line.includes("│"));
  return said.join("\n") || stderr.trim();
}
