import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { projectText } from "../../environments/project-text";
import { print } from "../../masking/output";
import { countOf } from "../../runtime/count-of";

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

/**
 * A document of which one part is made from the code: what is between
 * `<!-- generated: NAME -->` and `<!-- end of NAME -->`.
 *
 * @throws Error when the document has no such place
 */
export function withBlock(file: string, name: string, content: string): Reference {
  const begin = `<!-- generated: ${name} -->`;
  const end = `<!-- end of ${name} -->`;
  const text = projectText(file);
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${file} has no place between "${begin}" and "${end}"`);
  }
  return {
    file,
    content: `${before}${begin}\n<!-- prettier-ignore-start -->\n\n${content}\n\n<!-- prettier-ignore-end -->\n${end}${after}`,
  };
}

/** Writes what changed, and prints which, and of how many. */
export function writeChanged(references: readonly Reference[]): void {
  const changed = references.filter((reference) => written(reference) !== reference.content);
  for (const reference of changed) {
    mkdirSync(path.dirname(projectFile(reference.file)), { recursive: true });
    writeFileSync(projectFile(reference.file), reference.content);
    print(`written: ${reference.file}\n`);
  }
  const all = countOf(references.length, "document");
  print(changed.length === 0 ? `${all}: up to date\n` : `${all}: ${changed.length} changed\n`);
}
