import { spawn, spawnSync } from "node:child_process";
import { CommandFailure } from "../../runtime/failure";

/** Programs that run containers, the first one that works is taken; of all of them the same commands are used. */
export const RUNTIMES = ["docker", "podman", "nerdctl"] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** How a command of the runtime ended, and what it printed, errors included. */
export interface RuntimeAnswer {
  readonly ok: boolean;
  readonly output: string;
}

/** A container that is started as a pod's is. */
export interface ContainerRequest {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  /**
   * Container whose network it shares.
   *
   * @default a network of its own
   */
  readonly network?: string;
  /** @default those of the image */
  readonly variables?: Readonly<Record<string, string>>;
  /** Places that are writable, and empty. */
  readonly writable?: readonly string[];
  /** @default false */
  readonly readOnlyRoot?: boolean;
  /** `uid:gid`. @default the image's */
  readonly user?: string;
}

/** Starts containers by one of {@link RUNTIMES}, and removes them. */
export class ContainerRuntime {
  private readonly started: string[] = [];

  constructor(readonly name: RuntimeName) {}

  /** Gets an image, with the credentials that the runtime has. */
  pull(image: string): Promise<RuntimeAnswer> {
    return this.run(["pull", image], 1800);
  }

  /** Starts a container that stays until {@link removeAll}. */
  start(request: ContainerRequest): Promise<RuntimeAnswer> {
    this.started.push(request.name);
    return this.run(["run", "--detach", ...startArguments(request)], 120);
  }

  /** Runs a container to its end. */
  async complete(request: ContainerRequest, timeoutSeconds: number): Promise<RuntimeAnswer> {
    this.started.push(request.name);
    return this.run(["run", ...startArguments(request)], timeoutSeconds);
  }

  /** Runs a program inside a container. */
  execute(container: string, command: readonly string[]): Promise<RuntimeAnswer> {
    return this.run(["exec", container, ...command], 30);
  }

  async isRunning(container: string): Promise<boolean> {
    const { ok, output } = await this.run(
      ["inspect", "--format", "{{.State.Running}}", container],
      30,
    );
    return ok && output.trim() === "true";
  }

  async logs(container: string): Promise<string> {
    return (await this.run(["logs", "--tail", "40", container], 30)).output;
  }

  /** Removes a container, running or not. */
  async remove(container: string): Promise<void> {
    await this.run(["rm", "--force", "--volumes", container], 60);
  }

  /** Removes every container that was started; at once, so that it works while the process ends. */
  removeAll(): void {
    const names = this.started.splice(0);
    if (names.length > 0) {
      spawnSync(this.name, ["rm", "--force", "--volumes", ...names], { stdio: "ignore" });
    }
  }

  private run(args: readonly string[], timeoutSeconds: number): Promise<RuntimeAnswer> {
    const child = spawn(this.name, args, { stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => output.push(data));
    child.stderr.on("data", (data: Buffer) => output.push(data));
    const timer = setTimeout(() => {
      output.push(Buffer.from(`\n${this.name} ${args[0]} took longer than ${timeoutSeconds} s`));
      child.kill("SIGKILL");
    }, timeoutSeconds * 1000);
    return new Promise((resolve) => {
      const end = (ok: boolean, text = "") => {
        clearTimeout(timer);
        resolve({ ok, output: Buffer.concat(output).toString("utf8") + text });
      };
      child.on("error", ({ message }) => end(false, message));
      child.on("close", (status) => end(status === 0));
    });
  }
}

/**
 * The first of the programs that is on PATH and reaches its engine.
 *
 * @param remedy what to do without one
 * @throws CommandFailure when there is none
 */
export function findRuntime(remedy: string): ContainerRuntime {
  const found = RUNTIMES.find(
    (name) => spawnSync(name, ["info"], { timeout: 30_000 }).status === 0,
  );
  if (found !== undefined) return new ContainerRuntime(found);
  throw new CommandFailure(
    `nothing here runs containers: none of ${RUNTIMES.join(", ")} is on PATH with a running engine`,
    remedy,
  );
}

function startArguments(request: ContainerRequest): readonly string[] {
  const { name, image, command, network, variables = {}, writable = [], user } = request;
  const [program = "", ...args] = command;
  return [
    `--name=${name}`,
    ...(network === undefined ? [] : [`--network=container:${network}`]),
    ...(user === undefined ? [] : [`--user=${user}`]),
    ...(request.readOnlyRoot === true ? ["--read-only"] : []),
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
    ...writable.map((place) => `--tmpfs=${place}:rw,mode=1777`),
    ...Object.entries(variables).map(([key, value]) => `--env=${key}=${value}`),
    `--entrypoint=${program}`,
    image,
    ...args,
  ];
}
