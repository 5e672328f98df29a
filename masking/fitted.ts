import { stripVTControlCharacters } from "node:util";
import { isCommand, wordsOf } from "./whole-commands";

/** What a line begins with before its text: an indent, and maybe a label, a word in a column, a bullet. */
const BEGINNING = /^ *(?:[\w-]+: +|\S+ {2,}|[-*] |\d+\. )?/;
/** Further lines of what has no label. */
const INDENT = 2;
/** Columns of a table: whoever made it knows the width. */
const COLUMNS = /\S {2,}\S/;
/** A piece of JSON, YAML or a difference of files. */
const DATA = /^[-+ ]*["{}[\]]/;
/** Room for a text beside its label, below which it isn't set in. */
const LEAST = 24;

/**
 * Lines that a terminal would break in the middle of words, broken at words;
 * further lines begin below the text of the first. Commands to copy, names,
 * tables and data stay as they are, however long.
 *
 * @param columns room for a line; undefined: a file or a pipe, whose lines may be as long as they are
 */
export function fitted(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split("\n")
    .map((line) => (lengthOf(line) <= columns ? line : brokenAtWords(line, columns)))
    .join("\n");
}

function brokenAtWords(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  const beginning = BEGINNING.exec(plain)?.[0] ?? "";
  const rest = plain.slice(beginning.length);
  if (COLUMNS.test(rest) || DATA.test(plain) || isCommand(rest)) return line;
  const isLabelled = beginning.trim() !== "";
  const hanging = isLabelled ? beginning.length : beginning.length + INDENT;
  const indent = hanging + LEAST > columns ? INDENT : hanging;
  const lines: string[] = [];
  // Colors are around words, or the whole: the line itself is broken, not what it looks like.
  const start = line.length - line.trimStart().length;
  for (const word of wordsOf(line.slice(start))) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(line.slice(0, start) + word);
    else if (lengthOf(last) + 1 + lengthOf(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(" ".repeat(indent) + word);
  }
  return lines.map((each) => each.trimEnd()).join("\n");
}

function lengthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** Columns of what a stream is shown on: of the terminal, else COLUMNS; undefined: a file or a pipe. */
export function screenColumns(stream: "stdout" | "stderr"): number | undefined {
  const terminal: number | undefined = process[stream].columns;
  const declared = Number(process.env["COLUMNS"]);
  return terminal || (Number.isInteger(declared) && declared > 0 ? declared : undefined);
}
