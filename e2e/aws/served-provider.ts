import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ManagedProcess } from "../../testbed/managed-process";
import { waitFor } from "../../testbed/wait";

const START_MS = 60_000;
const STOP_MS = 3000;
const REATTACH = /TF_REATTACH_PROVIDERS='([^']+)'/;

/**
 * The aws provider as one process for all of a run's Terraform: starting it costs
 * more than what it is asked.
 * https://developer.hashicorp.com/terraform/plugin/debugging#running-terraform-with-a-provider-in-debug-mode
 */
export class ServedProvider {
  private constructor(
    private readonly process: ManagedProcess,
    /** For the environment of Terraform. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @param folder of a stack that is initialized */
  static async start(folder: string): Promise<ServedProvider> {
    const log = path.join(folder, "provider.log");
    const served = new ManagedProcess({
      name: "the aws provider",
      program: installedProvider(folder).program,
      args: ["-debug"],
      // In debug mode every step of every call is logged otherwise.
      env: { TF_LOG: "ERROR", TF_LOG_PROVIDER: "ERROR", TF_LOG_SDK: "ERROR" },
      cwd: folder,
      log,
    });
    const attach = await waitFor({ what: "the aws provider", timeoutMs: START_MS }, () =>
      Promise.resolve(existsSync(log) ? REATTACH.exec(readFileSync(log, "utf8"))?.[1] : undefined),
    );
    return new ServedProvider(served, { TF_REATTACH_PROVIDERS: attach });
  }

  async stop(): Promise<void> {
    await this.process.stop(STOP_MS);
  }
}

/** The provider that `init` put into a stack's folder. */
export function installedProvider(folder: string): {
  readonly version: string;
  readonly program: string;
} {
  const versions = path.join(folder, ".terraform/providers/registry.terraform.io/hashicorp/aws");
  for (const version of readdirSync(versions)) {
    for (const platform of readdirSync(path.join(versions, version))) {
      const place = path.join(versions, version, platform);
      const file = readdirSync(place).find((name) => name.startsWith("terraform-provider-aws"));
      if (file !== undefined) return { version, program: path.join(place, file) };
    }
  }
  throw new Error(`there is no aws provider in ${versions}`);
}
