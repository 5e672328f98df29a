import { projectFile } from "../../../environments/project";
import { say } from "../../../masking/output";
import type { Command } from "../../../runtime/process/command";
import type { ProcessEnd } from "../../../runtime/process/ending";
import { run as runProcess } from "../../../runtime/process/run";

/** What a step may say of how a program is run. */
export type RunOptions = Omit<Command, "program" | "args">;

/**
 * Runs a program; its standard output is kept, its messages are shown line by line as they come.
 *
 * @throws CommandFailure when there is no such program
 */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProcessEnd> {
  const ended = await runProcess({
    cwd: projectFile("."),
    ...options,
    ...{ program, args },
    onLine: (line, output) => {
      if (output === "stderr") say(line);
    },
  });
  if (ended.how === "missing") throw ended.failure(`install ${program}`);
  return ended;
}

/** Runs one of the project's programs, as `npm run` does. */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}) {
  return run(process.execPath, ["scripts/run.mjs", program, ...args], options);
}
