import { inspect } from "node:util";
import { ConfigurationError } from "../environments/errors";
import { HelpAsked, isOfCommandLine } from "./command-line";
import { errorReport } from "./error-report";
import { CommandFailure, machineFailure } from "./failure";
import { onUnwritable, print, show } from "../masking/output";

/** Exit statuses of every command. */
export const EXIT = {
  /** All rules hold. */
  ok: 0,
  /** A rule fails. */
  ruleFails: 1,
  /** Something that the command needs cannot be had, or did not work. */
  failed: 1,
  /** Usage or configuration error. */
  usage: 2,
  /** What reads the output has closed it, as `head` does: the status of a program that SIGPIPE ends. */
  outputClosed: 141,
} as const;

/**
 * Runs a command and ends the process with its status. Wrong usage, wrong data
 * and what is missing on this machine are printed without a stack trace;
 * anything else is a defect and keeps it. With `--json` machines get a document
 * on standard output in every case.
 *
 * @param usage status of wrong usage and wrong data; a command whose 2 means something else has another
 */
export async function runCommand(
  command: () => number | Promise<number>,
  usage: number = EXIT.usage,
): Promise<void> {
  // What is thrown where nothing waits for it would be printed by Node, with whatever is in it.
  const defect = (error: unknown) => {
    explain(error);
    process.exit(EXIT.failed);
  };
  onUnwritable((isClosed, error) => {
    if (isClosed) process.exit(EXIT.outputClosed);
    defect(error);
  });
  process.once("uncaughtException", defect).once("unhandledRejection", defect);
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = end(machineFailure(error) ?? error, usage);
  }
}

/** Says how a command ended that has no result, and which status that is. */
function end(error: unknown, usage: number): number {
  if (error instanceof HelpAsked) {
    print(`${error.message}\n`);
    return EXIT.ok;
  }
  const status = error instanceof ConfigurationError ? usage : EXIT.failed;
  if (process.argv.slice(2).includes("--json")) print(errorReport(error, status));
  explain(error);
  return status;
}

/** Says to people what is wrong and how to put it right; of a defect, where it was thrown. */
function explain(error: unknown): void {
  if (error instanceof CommandFailure) {
    show(`${error.message}\nfix: ${error.remedy}\n`);
    return;
  }
  if (!(error instanceof ConfigurationError)) {
    show(`${inspect(error)}\n`);
    return;
  }
  const { issues, message } = error;
  const errors = issues.length === 1 ? "error" : "errors";
  const what = issues.every(isOfCommandLine)
    ? `${errors} on the command line; nothing was done.`
    : `configuration ${errors}; nothing was written.`;
  show(`${message}\n\n${issues.length} ${what}\n`);
}
