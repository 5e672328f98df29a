import { z } from "zod";
import { CommandFailure } from "../failure";
import { runSync } from "../process/run-sync";

/** Programs that speak Terraform's language. */
export type Product = "terraform" | "opentofu";

/** The program that plans and applies. */
export interface TerraformBinary {
  /** As it is started: a name on PATH, or a path. */
  readonly program: string;
  readonly product: Product;
  /** E.g. `1.11.4`. */
  readonly version: string;
}

const versionOutput = z.object({ terraform_version: z.string() });

/**
 * Finds the program that plans and applies, and what it is.
 *
 * @param program from the command line. @default environment variable TERRAFORM_BINARY_NAME (which the cdktf CLI reads too), or terraform
 * @throws CommandFailure when it is not there, or is something else
 */
export function terraformBinary(program?: string): TerraformBinary {
  const name = program ?? (process.env["TERRAFORM_BINARY_NAME"] || "terraform");
  return { program: name, ...identify(name) };
}

function identify(program: string): Omit<TerraformBinary, "program"> {
  const run = (args: readonly string[]) =>
    runSync({ program, args, env: { CHECKPOINT_DISABLE: "1" }, timeoutSeconds: 60 }).stdout;
  try {
    const { terraform_version: version } = versionOutput.parse(
      JSON.parse(run(["version", "-json"])),
    );
    // The JSON of both has the same names; only the text says whose it is.
    const product = run(["version"]).startsWith("OpenTofu") ? "opentofu" : "terraform";
    return { product, version };
  } catch {
    throw new CommandFailure(
      `${program} cannot be run, or is neither Terraform nor OpenTofu`,
      "install Terraform 1.10 (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.11 (https://opentofu.org/docs/intro/install/), or name it with --binary or TERRAFORM_BINARY_NAME",
    );
  }
}
