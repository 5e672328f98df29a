import { ConfigurationError } from "../environments/errors";
import { TestbedError } from "../testbed/errors";
import { CommandFailure } from "./failure";

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
} as const;

/**
 * Runs a command and ends the process with its status. Wrong usage, wrong data
 * and what is missing on this machine are printed without a stack trace;
 * anything else is a defect and keeps it.
 *
 * @param usage status of wrong usage and wrong data; a command whose 2 means something else has another
 */
export async function runCommand(
  command: () => number | Promise<number>,
  usage: number = EXIT.usage,
): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = explain(error, usage);
  }
}

/** Says what is wrong and how to put it right, and which status that is. */
function explain(error: unknown, usage: number): number {
  if (error instanceof TestbedError || error instanceof CommandFailure) {
    process.stderr.write(`${error.message}\nfix: ${error.remedy}\n`);
    return EXIT.failed;
  }
  if (!(error instanceof ConfigurationError)) throw error;
  const count = error.issues.length;
  process.stderr.write(
    `${error.message}\n\n${count} configuration ${count === 1 ? "error" : "errors"}; nothing was written.\n`,
  );
  return usage;
}
