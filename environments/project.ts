import { fileURLToPath } from "node:url";

/**
 * Absolute path of a file of the project. The only place that asks where the
 * code is: scripts/run.mjs answers for programs it bundles.
 */
export function projectFile(relative: string): string {
  return fileURLToPath(new URL(`../${relative}`, import.meta.url));
}
