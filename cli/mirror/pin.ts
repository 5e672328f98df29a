import { readFileSync, writeFileSync } from "node:fs";
import { projectFile } from "../../environments/project";
import type { EnvironmentName } from "../../environments/schema";
import { CommandFailure } from "../../runtime/failure";

const IMAGE_TAG = /("imageTag":\s*)"[^"]*"/;

/**
 * Writes tag and digest of the app's image into an environment's switches; the
 * rest of the file stays as it is.
 *
 * @returns the file, or undefined when it had the digest already
 */
export function pinImage(
  environment: EnvironmentName,
  tag: string,
  digest: string,
  file = projectFile(`environments/${environment}.switches.json`),
): string | undefined {
  const before = readFileSync(file, "utf8");
  if (!IMAGE_TAG.test(before)) {
    throw new CommandFailure(`${file} has no "imageTag"`, "restore the file from version control");
  }
  const after = before.replace(IMAGE_TAG, `$1"${tag}@${digest}"`);
  if (after === before) return undefined;
  writeFileSync(file, after);
  return file;
}
