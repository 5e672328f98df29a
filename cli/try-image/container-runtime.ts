import { CommandFailure } from "../../runtime/failure";
import { KeptLines } from "../../runtime/process/kept-lines";
import { run } from "../../runtime/process/run";
import { runSync, works } from "../../runtime/process/run-sync";

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
      const args = ["rm", "--force", "--volumes", ...names];
      runSync({ program: this.name, args, timeoutSeconds: 60 });
    }
  }

  private async run(args: readonly string[], timeoutSeconds: number): Promise<RuntimeAnswer> {
    const lines = new KeptLines();
    const onLine = (line: string) => lines.take(`${line}\n`);
    const ended = await run({ program: this.name, args, timeoutSeconds, keep: false, onLine });
    if (ended.how === "timeout") {
      lines.take(`${this.name} ${args[0]} took longer than ${timeoutSeconds} s\n`);
    }
    if (ended.how === "missing") lines.take(`${ended.summary}\n`);
    return { ok: ended.ok, output: lines.text };
  }
}

/**
 * The first of the programs that is on PATH and reaches its engine.
 *
 * @param remedy what to do without one
 * @throws CommandFailure when there is none
 */
export function findRuntime(remedy: string): ContainerRuntime {
  const found = RUNTIMES.find((name) => works(name, ["info"], 30));
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
