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

/**
 * The oldest minor version of each that reads the stacks' JSON: production's cluster token is an
 * `ephemeral` block, which Terraform has from 1.10 on
 * (https://developer.hashicorp.com/terraform/language/v1.10.x/upgrade-guides) and OpenTofu from 1.11 on
 * (https://opentofu.org/docs/v1.11/intro/whats-new/).
 */
export const OLDEST: Readonly<Record<Product, readonly [major: number, minor: number]>> = {
  terraform: [1, 10],
  opentofu: [1, 11],
};

const TITLES: Readonly<Record<Product, string>> = { terraform: "Terraform", opentofu: "OpenTofu" };
const INSTALL =
  "install Terraform 1.10 or newer (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.11 or newer (https://opentofu.org/docs/intro/install/), or name it with --binary or TERRAFORM_BINARY_NAME";

const versionOutput = z.object({ terraform_version: z.string() });

/**
 * Finds the program that plans and applies, and what it is.
 *
 * @param program from the command line. @default environment variable TERRAFORM_BINARY_NAME (which the cdktf CLI reads too), or terraform
 * @throws CommandFailure when it is not there, is something else, or too old
 */
export function terraformBinary(program?: string): TerraformBinary {
  const name = program ?? (process.env["TERRAFORM_BINARY_NAME"] || "terraform");
  const binary = { program: name, ...identify(name) };
  refuseOld(binary);
  return binary;
}

function refuseOld({ program, product, version }: TerraformBinary): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST[product];
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new CommandFailure(
    `${program} is ${TITLES[product]} ${version}, which knows no ephemeral block: production's plan would end in "Extraneous JSON object property"`,
    INSTALL,
  );
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
      INSTALL,
    );
  }
}
