import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { EXIT, runCommand } from "../runtime/exit";
import { CommandFailure } from "../runtime/failure";
import { run } from "../runtime/process/run";
import { synthesize } from "../cli/synthesis/synthesize";
import { terraformBinary } from "../runtime/terraform/binary";
import { lockFile } from "../runtime/terraform/provider-lock";
import { loadEnvironments } from "../environments";
import { projectFile } from "../environments/project";
import { ENVIRONMENT_NAMES } from "../environments/schema";
import { scriptArguments } from "./arguments";
import { CommandLine } from "../runtime/command-line";
import { print, say } from "../masking/output";

/** Machines that this project is run on. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

const stack = z.object({
  terraform: z.object({ required_providers: z.record(z.string(), z.unknown()) }),
});

const COMMAND = new CommandLine({
  call: "node --import tsx scripts/lock-providers.ts",
  does: "Writes the lock file of the product, with the hashes of every provider.",
  takes: "",
  options: {
    binary: { type: "string", value: "PROGRAM", does: "terraform or tofu" },
    mirror: { type: "string", value: "FOLDER", does: "folder with the registry's own files" },
  },
});

/**
 * Writes the lock file of the product, with the hashes of every provider that any
 * stack asks for. They come from the registry, which signs them, or from a mirror
 * that holds the registry's own files. Once for Terraform and once for OpenTofu.
 */
void runCommand(async () => {
  const { values } = scriptArguments(COMMAND);
  const { program, product } = terraformBinary(values.binary);
  // The charts' place is no part of the providers, and a mirror that lacks one would be an error.
  const specs = loadEnvironments(ENVIRONMENT_NAMES, { ...process.env, CHART_MIRROR: "" });
  const stacks = synthesize(specs, undefined).environments.flatMap((each) => each.stacks);
  const providers: Readonly<Record<string, unknown>> = Object.assign(
    {},
    ...stacks.map(({ json }) => stack.parse(json).terraform.required_providers),
  );
  const names = Object.keys(providers).join(", ");
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-lock-"));
  try {
    writeFileSync(
      path.join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: providers } }),
    );
    const args = [
      `-chdir=${folder}`,
      "providers",
      "lock",
      ...PLATFORMS.map((platform) => `-platform=${platform}`),
      ...(values.mirror === undefined ? [] : [`-fs-mirror=${path.resolve(values.mirror)}`]),
    ];
    const { ok } = await run({ program, args, onLine: say });
    if (!ok) {
      throw new CommandFailure(
        `${program} could not lock ${names}: see above`,
        "reach registry.terraform.io, or name a folder that holds its files: --mirror FOLDER",
      );
    }
    const target = projectFile(lockFile(product));
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(folder, ".terraform.lock.hcl"), target);
    print(`${lockFile(product)}: ${names}\n`);
    return EXIT.ok;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
