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

const DECIMAL = /^[-+]?[0-9]+$/;
const NUMBER_LIKE =
  /^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;
const FLOAT = /^[-+]?[0-9]+\.[0-9]+$/;

/** What a scalar without quotes stands for: YAML 1.2's core schema, https://yaml.org/spec/1.2.2/#103-core-schema */
export function resolved(text: string): unknown {
  switch (text) {
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    case "null":
    case "Null":
    case "NULL":
    case "~":
      return null;
    default:
      return startsLikeNumber(text.charCodeAt(0)) ? numberOr(text) : text;
  }
}

function startsLikeNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e;
}

function numberOr(text: string): unknown {
  if (DECIMAL.test(text)) return Number.parseInt(text, 10);
  if (FLOAT.test(text)) return Number.parseFloat(text);
  return NUMBER_LIKE.test(text) ? depart() : text;
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
