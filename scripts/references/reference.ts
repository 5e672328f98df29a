import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { print } from "../../masking/output";

/** A document that is made from the code. */
export interface Reference {
  /** Path relative to the project. */
  readonly file: string;
  readonly content: string;
}

/** Content of a reference as it is on disk; undefined when it is missing. */
export function written(reference: Reference): string | undefined {
  try {
    return readFileSync(projectFile(reference.file), "utf8");
  } catch {
    return undefined;
  }
}

/** Writes what changed, and prints which. */
export function writeChanged(references: readonly Reference[]): void {
  for (const reference of references) {
    if (written(reference) === reference.content) continue;
    mkdirSync(path.dirname(projectFile(reference.file)), { recursive: true });
    writeFileSync(projectFile(reference.file), reference.content);
    print(`written: ${reference.file}\n`);
  }
}
