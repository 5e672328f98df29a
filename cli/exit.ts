import { ConfigurationError } from "../environments/errors";
import { TestbedError } from "../testbed/errors";

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
 */
export async function runCommand(command: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** Says what is wrong and how to put it right, and which status that is. */
function explain(error: unknown): number {
  if (error instanceof TestbedError) {
    process.stderr.write(`${error.message}\nfix: ${error.remedy}\n`);
    return EXIT.failed;
  }
  if (!(error instanceof ConfigurationError)) throw error;
  const count = error.issues.length;
  process.stderr.write(
    `${error.message}\n\n${count} configuration ${count === 1 ? "error" : "errors"}; nothing was written.\n`,
  );
  return EXIT.usage;
}
