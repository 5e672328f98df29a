import { readFileSync, writeFileSync } from "node:fs";
import { projectFile } from "../../environments/project";
import type { EnvironmentName } from "../../environments/schema";
import { CommandFailure } from "../../runtime/failure";
import { editJson } from "../switches/edit-json";

/**
 * Writes tag and digest of an application's image into an environment's switches; the
 * rest of the file stays as it is.
 *
 * @returns the file, or undefined when it had the digest already
 */
export function pinImage(
  environment: EnvironmentName,
  application: string,
  tag: string,
  digest: string,
  file = projectFile(`environments/${environment}.switches.json`),
): string | undefined {
  const before = readFileSync(file, "utf8");
  const after = edited(before, application, `${tag}@${digest}`, file);
  if (after === before) return undefined;
  writeFileSync(file, after);
  return file;
}

function edited(text: string, application: string, value: string, file: string): string {
  try {
    return editJson(text, [{ path: ["imageTags", application], value }]);
  } catch {
    throw new CommandFailure(
      `${file} has no imageTags.${application}`,
      "restore the file from version control",
    );
  }
}
