import { exportName } from "../../environments/files/environment-data";
import type { NewEnvironmentArguments } from "./arguments";
import type { UniqueValue } from "./unique-values";

/**
 * The text of an environment's file as that of another: the same data, with its
 * name, what it is for, and its unique values. What stands in files that
 * environments share is left.
 */
export function sourceOf(
  text: string,
  { name, from, rehearses, unprotected }: NewEnvironmentArguments,
  unique: readonly UniqueValue[],
): string {
  // Each text is looked for in what was there before: a new value may hold an old one.
  const literals = new Map(
    unique.map(({ before, after }) => [JSON.stringify(before), JSON.stringify(after)]),
  );
  const lines = [
    `  name: ${JSON.stringify(name)},`,
    ...(unprotected ? ["  protected: false,"] : []),
    ...(rehearses === undefined ? [] : [`  rehearses: ${JSON.stringify(rehearses)},`]),
  ];
  const changed = text
    .replace(/"(?:[^"\\\n]|\\.)*"/g, (literal) => literals.get(literal) ?? literal)
    .replace(COMMENT_AND_EXPORT(exportName(from)), () =>
      [`/** Began as a copy of ${from}. */`, `export const ${exportName(name)}`].join("\n"),
    )
    .replace(/^ {2}rehearses:[^\n]*\n/m, "");
  return (unprotected ? changed.replace(/^ {2}protected:[^\n]*\n/m, "") : changed).replace(
    /^ {2}name: "[^"]*",/m,
    () => lines.join("\n"),
  );
}

const COMMENT_AND_EXPORT = (exported: string) =>
  new RegExp(`(?:/\\*\\*(?:(?!\\*/)[^])*\\*/\\n)?export const ${exported}\\b`);
