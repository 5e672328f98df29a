import { start } from "../runtime/process/run";

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

/** Starts a command without a terminal. */
export function startCommand({ cwd, program, args, env, onLine }: CommandProps): RunningCommand {
  const lines: string[] = [];
  const { pid, ended } = start({
    program: process.execPath,
    args: ["scripts/run.mjs", program, ...args],
    ...{ cwd, env },
    onLine: (line, output) => {
      if (output !== "stderr") return;
      lines.push(line);
      onLine(line);
    },
  });
  if (pid === undefined) throw new Error(`${program} cannot be started`);
  return {
    pid,
    ended: ended.then(({ how, status, stdout }) => ({
      status: how === "exit" ? status : undefined,
      stdout,
      stderr: lines.join("\n"),
    })),
  };
}
