import type { ChartReleases } from "../../addons/kit/chart-facts";
import { projectFile } from "../../environments/project";
import { runSync } from "../../runtime/process/run-sync";

/** The facts that the script writes, relative to the project. */
export const RELEASES_FILE = "addons/releases.ts";

const HEAD = `import type { ChartReleases } from "./kit/chart-facts";

/**
 * The releases of the charts that are known: the newest, and the day of the first of each minor,
 * newest first. \`npm run chart-releases\` writes this file from the charts' repositories, where
 * they can be reached; what was found elsewhere is written by hand, with its source.
 */
export const RELEASES = `;

/**
 * The file as it is with these facts.
 *
 * @throws CommandFailure where the formatter is not installed
 */
export function renderReleases(releases: Readonly<Record<string, ChartReleases>>): string {
  const text = `${HEAD}${JSON.stringify(releases)} as const satisfies Readonly<Record<string, ChartReleases>>;`;
  const prettier = projectFile("node_modules/prettier/bin/prettier.cjs");
  const formatted = runSync({
    program: process.execPath,
    args: [prettier, "--stdin-filepath", projectFile(RELEASES_FILE)],
    input: text,
  });
  if (!formatted.ok) throw formatted.failure("npm ci, then call it again");
  return formatted.stdout;
}
