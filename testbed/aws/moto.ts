import path from "node:path";
import { pythonEnvironment } from "../../runtime/python-environment";
import { describeEnding, ManagedProcess } from "../managed-process";
import { freePorts } from "../addresses";
import type { Progress } from "../../runtime/progress";
import { waitFor } from "../wait";
import { MotoClient } from "./moto-client";

const START_MS = 60_000;
const STOP_MS = 3000;

/** moto's server on this machine, with AWS' managed policies. */
export class Moto {
  private constructor(
    private readonly server: ManagedProcess,
    readonly client: MotoClient,
  ) {}

  /**
   * @param folder for its log
   * @throws CommandFailure when there is no Python, or the packages cannot be had
   */
  static async start(folder: string, progress: Progress): Promise<Moto> {
    const python = await pythonEnvironment(
      { requirements: "testbed/aws/requirements.txt", what: "moto" },
      progress,
    );
    const [port] = await freePorts(1);
    const server = new ManagedProcess({
      name: "moto",
      program: path.join(path.dirname(python), "moto_server"),
      args: ["--host", "127.0.0.1", "--port", String(port)],
      // Without it no policy of AWS' own can be attached.
      env: { MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
      cwd: folder,
      log: path.join(folder, "moto.log"),
    });
    const moto = new Moto(server, new MotoClient(`http://127.0.0.1:${port}`));
    try {
      await Promise.race([
        waitFor({ what: "moto's server", timeoutMs: START_MS }, () => moto.answers()),
        server.ended.then((ending) => {
          throw new Error(describeEnding(ending));
        }),
      ]);
    } catch (error) {
      await moto.stop();
      throw error;
    }
    return moto;
  }

  private async answers(): Promise<true | undefined> {
    const { ok } = await fetch(`${this.client.address}/moto-api/data.json`);
    return ok ? true : undefined;
  }

  async stop(): Promise<void> {
    await this.server.stop(STOP_MS);
  }
}
