import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { CommandFailure } from "../../../runtime/failure";
import { say } from "../../../masking/output";
import { projectFile } from "../../../environments/project";

/** How a program ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
}

export interface RunOptions {
  /** @default the project */
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Given to the program's standard input; a way for secrets, which every user of a machine sees in arguments. */
  readonly input?: string;
  /**
   * The program is ended after that, with status {@link TIMED_OUT}.
   *
   * @default never
   */
  readonly timeoutSeconds?: number;
}

/** As timeout(1) has it. */
export const TIMED_OUT = 124;

/**
 * Runs a program; its standard output is kept, its messages are shown line by line as they come.
 *
 * @throws CommandFailure when there is no such program
 */
export function run(
  program: string,
  args: readonly string[],
  { cwd = projectFile("."), env = {}, input, timeoutSeconds }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  let late = false;
  const end = () => {
    late = true;
    child.kill("SIGKILL");
  };
  const timer = timeoutSeconds === undefined ? undefined : setTimeout(end, timeoutSeconds * 1000);
  child.stdin?.end(input);
  const stdout: Buffer[] = [];
  if (child.stderr !== null) createInterface({ input: child.stderr }).on("line", say);
  child.stdout?.on("data", (data: Buffer) => stdout.push(data));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(
        new CommandFailure(`${program} cannot be run: ${error.message}`, `install ${program}`),
      );
    });
    child.on("close", (status) => {
      clearTimeout(timer);
      const ended = late ? TIMED_OUT : 1;
      resolve({ status: status ?? ended, stdout: Buffer.concat(stdout).toString("utf8") });
    });
  });
}

/** Runs one of the project's programs, as `npm run` does. */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}) {
  return run(process.execPath, ["scripts/run.mjs", program, ...args], options);
}
