import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";

/** A program on this machine that belongs to a testbed. */
export interface ServerCommand {
  /** Name in messages and of the log. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder. */
  readonly cwd: string;
  /** File that standard output and error are appended to. */
  readonly log: string;
}

/** How a process ended. */
export interface ServerEnding {
  readonly name: string;
  /** `exit status 1`, `SIGKILL`. */
  readonly how: string;
  /** It was not asked to end. */
  readonly unexpected: boolean;
  /** Last lines of its log. */
  readonly lastLines: string;
}

const LAST_LINES = 12;

/** Starts, watches and stops one process. */
export class ManagedProcess {
  private readonly child: ChildProcess;
  private stopping = false;
  /** Fulfilled when the process has ended, however it did. */
  readonly ended: Promise<ServerEnding>;

  constructor(private readonly command: ServerCommand) {
    const log = openSync(command.log, "a");
    this.child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: { ...process.env, ...command.env },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => resolve(this.ending(error.message)));
      this.child.on("exit", (code, signal) =>
        resolve(this.ending(signal ?? `exit status ${code ?? "unknown"}`)),
      );
    });
  }

  get name(): string {
    return this.command.name;
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /**
   * SIGTERM, and SIGKILL when the grace is over.
   *
   * @param graceMs time to end by itself, in milliseconds
   */
  async stop(graceMs: number): Promise<ServerEnding> {
    this.stopping = true;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), graceMs);
    const ending = await this.ended;
    clearTimeout(timer);
    return ending;
  }

  /** SIGKILL without warning, for tests of what survives it. */
  async kill(): Promise<ServerEnding> {
    this.stopping = true;
    this.child.kill("SIGKILL");
    return this.ended;
  }

  private ending(how: string): ServerEnding {
    return {
      name: this.command.name,
      how,
      unexpected: !this.stopping,
      lastLines: lastLines(this.command.log),
    };
  }
}

/** End of a log, for a report. */
export function lastLines(log: string): string {
  if (!existsSync(log)) return "";
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-LAST_LINES).join("\n");
}

/** The report of an unexpected end. */
export function describeEnding({ name, how, lastLines }: ServerEnding): string {
  const end = lastLines === "" ? "its log is empty" : `the end of its log:\n${lastLines}`;
  return `${name} ended (${how}); ${end}`;
}
