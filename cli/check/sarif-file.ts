import { writeFileSync } from "node:fs";
import { usageError } from "../../runtime/command-line";
import { fromCaller } from "../../runtime/caller";
import { processMask } from "../../masking/process-mask";

/**
 * Writes a log where the caller wants it, without secrets: it is made to be uploaded.
 *
 * @param given path as on the command line
 * @throws ConfigurationError when there is no such folder or it may not be written
 */
export function writeSarif(given: string, log: string): void {
  try {
    writeFileSync(fromCaller(given), processMask().json(log));
  } catch (error) {
    throw usageError(
      given,
      `cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      "name a file in a folder that is there and may be written, or - for standard output",
      "--sarif",
    );
  }
}
