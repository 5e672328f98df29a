import { scalarOf } from "../yaml-scalars";

/** What throws: the text is no plain YAML, and the YAML library has to read it. Made once, for its trace says nothing. */
const DEPARTS = new Error("not plain YAML");

/** Leaves the plain form. */
export function depart(): never {
  throw DEPARTS;
}

/** Whether an error means that a text departs from the plain form. */
export function isDeparture(error: unknown): boolean {
  return error === DEPARTS;
}

/** Escapes that JSON has as well. */
const JSON_ESCAPES = /^(?:[^\\\p{Cc}]|\n|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/u;

/** The value between double quotes, as it is written. */
export function unescaped(written: string): string {
  if (!written.includes("\\")) return written;
  if (!JSON_ESCAPES.test(written)) depart();
  const value: unknown = JSON.parse(`"${written.replaceAll("\n", "\\n")}"`);
  return typeof value === "string" ? value : depart();
}

/**
 * What a scalar without quotes stands for. One that says its value in a way of
 * its own (`yes`, `0777`, `1.10`) is left to the library, which keeps how it is written.
 */
export function resolved(text: string): unknown {
  const value = scalarOf(text);
  return typeof value === "string" || value === null || String(value) === text ? value : depart();
}

/** How a block scalar ends: `-` without, `+` with all of its last line breaks, otherwise with one. */
export type Chomping = "-" | "+" | "";

/** A literal block scalar, of its lines without their indentation. */
export function literal(lines: readonly string[], chomping: Chomping): string {
  const last = lines.findLastIndex((line) => line !== "");
  const text = lines.slice(0, last + 1).join("\n");
  return text + lineBreaks(lines.length - last, chomping);
}

/** A folded one; lines that are indented further keep their breaks, and are left to the library. */
export function folded(lines: readonly string[], chomping: Chomping): string {
  const last = lines.findLastIndex((line) => line !== "");
  let text = "";
  let breaks = 0;
  for (const line of lines.slice(0, last + 1)) {
    if (/^[ \t]/.test(line)) depart();
    if (line === "") breaks += 1;
    else {
      text += text === "" ? line : `${breaks === 0 ? " " : "\n".repeat(breaks)}${line}`;
      breaks = 0;
    }
  }
  return text + lineBreaks(lines.length - last, chomping);
}

function lineBreaks(count: number, chomping: Chomping): string {
  return chomping === "-" ? "" : chomping === "" ? "\n" : "\n".repeat(count);
}
