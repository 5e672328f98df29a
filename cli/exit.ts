import { ConfigurationError } from "../environments/errors";

/** Exit statuses of every command. */
export const EXIT = {
  /** All rules hold. */
  ok: 0,
  /** A rule fails. */
  ruleFails: 1,
  /** Usage or configuration error. */
  usage: 2,
} as const;

/**
 * Runs a command and ends the process with its status. Wrong usage and wrong
 * data are printed without a stack trace; anything else is a defect and keeps it.
 */
export async function runCommand(command: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const count = error.issues.length;
    process.stderr.write(
      `${error.message}\n\n${count} configuration ${count === 1 ? "error" : "errors"}; nothing was written.\n`,
    );
    process.exitCode = EXIT.usage;
  }
}
