import { readFileSync } from "node:fs";
import { projectFile } from "./project";

/** Texts that scripts/build-check.ts puts into the one file, which has no project around it. */
declare const FLUXIBRI_FILES: Readonly<Record<string, string>> | undefined;

/** Whether there is a project around the program: there is none around the one file of the check. */
export function hasProject(): boolean {
  return typeof FLUXIBRI_FILES === "undefined";
}

/** Text of a file of the project. */
export function projectText(relative: string): string {
  const known = typeof FLUXIBRI_FILES === "undefined" ? undefined : FLUXIBRI_FILES[relative];
  return known ?? readFileSync(projectFile(relative), "utf8");
}
