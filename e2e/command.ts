import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A command of the project, started as a person would. */
export interface CommandProps {
  /** Folder of the project. */
  readonly cwd: string;
  /** Program of `cli/`, e.g. `cli/deploy/index.ts`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Called for every line of progress. */
  onLine(line: string): void;
}

/** What a command came to. */
export interface CommandEnd {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command at work. */
export interface RunningCommand {
  readonly pid: number;
  readonly ended: Promise<CommandEnd>;
}

/** Starts a command; nobody can be asked on its terminal. */
export function startCommand({ cwd, program, args, env, onLine }: CommandProps): RunningCommand {
  const child = spawn(process.execPath, ["scripts/run.mjs", program, ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  const lines: string[] = [];
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    onLine(line);
  });
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ status: code ?? undefined, stdout, stderr: lines.join("\n") }),
    );
  });
  if (child.pid === undefined) throw new Error(`${program} cannot be started`);
  return { pid: child.pid, ended };
}
