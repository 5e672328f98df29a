import { writeFileSync } from "node:fs";
import { usageError } from "../../runtime/command-line";
import { fromCaller } from "../../runtime/caller";

/**
 * Writes a log where the caller wants it.
 *
 * @param given path as on the command line
 * @throws ConfigurationError when there is no such folder or it may not be written
 */
export function writeSarif(given: string, log: string): void {
  try {
    writeFileSync(fromCaller(given), log);
  } catch (error) {
    throw usageError(
      given,
      `cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      "name a file in a folder that is there and may be written, or - for standard output",
      "--sarif",
    );
  }
}
