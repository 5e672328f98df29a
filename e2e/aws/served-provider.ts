import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { ManagedProcess } from "../../testbed/managed-process";
import { waitFor } from "../../testbed/wait";
import { KeptAnswers } from "./kept-answers";

const START_MS = 60_000;
const STOP_MS = 3000;
const REATTACH = /TF_REATTACH_PROVIDERS='([^']+)'/;

const reattach = z.record(
  z.string(),
  z.looseObject({ Addr: z.object({ Network: z.enum(["tcp", "unix"]), String: z.string() }) }),
);

/**
 * The aws provider as one process for all of a run's Terraform: starting it costs
 * more than what it is asked.
 * https://developer.hashicorp.com/terraform/plugin/debugging#running-terraform-with-a-provider-in-debug-mode
 */
export class ServedProvider {
  private constructor(
    private readonly process: ManagedProcess,
    private readonly kept: KeptAnswers,
    /** For the environment of Terraform. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param folder of a stack that is initialized
   * @param types that the stacks have
   */
  static async start(folder: string, types: ReadonlySet<string>): Promise<ServedProvider> {
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
    try {
      return await ServedProvider.attached(served, log, types);
    } catch (error) {
      await served.stop(STOP_MS);
      throw error;
    }
  }

  private static async attached(
    served: ManagedProcess,
    log: string,
    types: ReadonlySet<string>,
  ): Promise<ServedProvider> {
    const attach = await waitFor({ what: "the aws provider", timeoutMs: START_MS }, () =>
      Promise.resolve(existsSync(log) ? REATTACH.exec(readFileSync(log, "utf8"))?.[1] : undefined),
    );
    const [[address = "", provider] = []] = Object.entries(reattach.parse(JSON.parse(attach)));
    if (provider === undefined) throw new Error(`the aws provider names no address: ${attach}`);
    const kept = await KeptAnswers.start(placeOf(provider.Addr), types);
    const between = { ...provider, Addr: { Network: "tcp", String: kept.address } };
    return new ServedProvider(served, kept, {
      TF_REATTACH_PROVIDERS: JSON.stringify({ [address]: between }),
    });
  }

  async stop(): Promise<void> {
    await this.kept.stop();
    await this.process.stop(STOP_MS);
  }
}

function placeOf({ Network, String }: { readonly Network: string; readonly String: string }) {
  if (Network === "unix") return { path: String };
  const { hostname, port } = new URL(`tcp://${String}`);
  return { host: hostname, port: Number(port) };
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
