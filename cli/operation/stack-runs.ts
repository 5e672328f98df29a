import { readFileSync } from "node:fs";
import path from "node:path";
import { CommandFailure } from "../../runtime/failure";
import type { TerraformBinary } from "../../runtime/terraform/binary";
import { type ProviderLock, writeStackLock } from "../../runtime/terraform/provider-lock";
import { Terraform } from "../../runtime/terraform/terraform";
import type { SynthesizedStack } from "../synthesis/synthesize";

export interface StackRunsProps {
  readonly environment: string;
  readonly binary: TerraformBinary;
  readonly providerLock: ProviderLock;
  /** Variables of every Terraform. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that holds the stacks, `cdktf.out`. */
  readonly outdir: string;
  /** Folder for the logs of every step. */
  readonly logs: string;
}

/** Terraform of an environment's stacks. */
export class StackRuns {
  private readonly initialized = new Set<string>();

  constructor(private readonly props: StackRunsProps) {}

  /** Terraform of a stack, initialized once. */
  async of({ id, json }: Pick<SynthesizedStack, "id" | "json">): Promise<Terraform> {
    const folder = this.folderOf(id);
    requireUnchanged(folder, json);
    const terraform = this.inFolder(id, folder);
    if (!this.initialized.has(id)) {
      this.lockProviders(folder, json);
      await terraform.init();
      this.initialized.add(id);
    }
    return terraform;
  }

  /** Folder of a synthesized stack. */
  folderOf(id: string): string {
    return path.join(this.props.outdir, "stacks", id);
  }

  /** Writes the lock file that `init` of a folder goes by. */
  lockProviders(folder: string, json: unknown): void {
    const { binary, providerLock: lock } = this.props;
    writeStackLock({ product: binary.product, lock, folder, json });
  }

  /** Terraform of any folder; nothing is initialized. */
  inFolder(stack: string, folder: string): Terraform {
    const { binary, environment, env, logs } = this.props;
    return new Terraform({ binary, environment, stack, folder, logs, env });
  }
}

/** What is planned must be what was proven and shown. */
function requireUnchanged(folder: string, json: unknown): void {
  const written = readFileSync(path.join(folder, "cdk.tf.json"), "utf8");
  if (JSON.stringify(JSON.parse(written)) === JSON.stringify(json)) return;
  throw new CommandFailure(
    `${path.relative(process.cwd(), folder)} was synthesized anew meanwhile, from other code`,
    "run the command again, and nothing else in this folder until it has ended",
  );
}
