import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";

/** Columns where neither a terminal nor COLUMNS says it: a pipe, a CI log. */
const DEFAULT_COLUMNS = 80;
/** Between two columns. */
const GAP = "  ";
const LINE = "─";
/** Of so many rows one may have several lines before lines part them all: its empty first cell tells as much. */
const TALL_SHARE = 4;
/** No frame: room for words, and nothing in the way of who copies them. */
const EDGES = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left"];
const FRAMELESS = Object.fromEntries(
  [...EDGES, "bottom-right", "left", "left-mid", "right", "right-mid"].map((part) => [part, ""]),
);

/** A table as it is written: a head, and as many cells a row. */
export interface TableContent {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Columns that a text has room for: of the terminal, else COLUMNS, else 80. */
export function columnsOf(stream: "stdout" | "stderr"): number {
  const terminal: number | undefined = process[stream].columns;
  const declared = Number(process.env["COLUMNS"]);
  return terminal || (Number.isInteger(declared) && declared > 0 ? declared : DEFAULT_COLUMNS);
}

/** Lines of a terminal; undefined: it is none, as a pipe or a file. */
export function rowsOf(stream: "stdout" | "stderr"): number | undefined {
  const rows: number | undefined = process[stream].rows;
  return rows || undefined;
}

/**
 * A table that fits: cells are wrapped, those of the widest columns first. A
 * line parts the rows only where many have cells of several lines. Names stay whole, to
 * be copied: where the longest words of all columns have no room beside each
 * other, each row is a paragraph, with a line for each cell.
 *
 * @param columns room for a line; a longer name passes it
 */
export function renderTable({ head, rows }: TableContent, columns = columnsOf("stdout")): string {
  const widths = fitted(head, rows, columns);
  if (widths === undefined) return paragraphs(head, rows, columns);
  const tall = rows.filter((row) =>
    row.some((cell, at) => cell.includes("\n") || lengthOf(cell) > (widths[at] ?? 0)),
  );
  const isTall = tall.length > rows.length / TALL_SHARE;
  const table = new Table({
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colWidths: [...widths],
    wordWrap: true,
    chars: {
      ...FRAMELESS,
      middle: GAP,
      mid: isTall ? LINE : "",
      "mid-mid": isTall ? LINE.repeat(GAP.length) : "",
    },
  });
  table.push(
    [...head],
    ...(isTall ? [] : [widths.map((width) => LINE.repeat(width))]),
    ...rows.map((row) => [...row]),
  );
  return table.toString().replace(/ +$/gm, "");
}

/** Widths of the columns' texts; undefined: there is no room for whole words. */
function fitted(
  head: readonly string[],
  rows: TableContent["rows"],
  columns: number,
): readonly number[] | undefined {
  const all = [head, ...rows];
  const lines = head.map((_, at) => all.flatMap((row) => (row[at] ?? "").split("\n")));
  const widths = lines.map((column) => Math.max(1, ...column.map(lengthOf)));
  const least = lines.map((column) =>
    Math.max(1, ...column.flatMap((line) => line.split(" ").map(lengthOf))),
  );
  const room = columns - (head.length - 1) * GAP.length;
  const total = () => widths.reduce((sum, width) => sum + width, 0);
  while (total() > room) {
    const slack = widths.map((width, at) => (width > (least[at] ?? 0) ? width : 0));
    const widest = slack.indexOf(Math.max(...slack));
    if ((slack[widest] ?? 0) === 0) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** The first cell of a row names it; the others follow under it, each with its column's name. */
function paragraphs(
  [, ...names]: TableContent["head"],
  rows: TableContent["rows"],
  columns: number,
): string {
  const width = Math.max(0, ...names.map(lengthOf)) + ":".length;
  return rows
    .flatMap(([first = "", ...cells]) => [
      first,
      ...cells.flatMap((cell, at) =>
        cell === "" ? [] : [described(`${names[at] ?? ""}:`.padEnd(width), cell, columns)],
      ),
    ])
    .join("\n")
    .replace(/ +$/gm, "");
}

function described(name: string, cell: string, columns: number): string {
  const beginning = `${GAP}${name} `;
  const [first = "", ...others] = cell.split("\n");
  const indent = " ".repeat(beginning.length);
  return [`${beginning}${first}`, ...others.map((line) => indent + line)]
    .map((line) => wrapText(line, beginning.length, columns))
    .join("\n");
}

function lengthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** A text wrapped at words; further lines start with spaces. */
export function wrapText(text: string, indent: number, columns = columnsOf("stdout")): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(last) + 1 + lengthOf(word) <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(last === undefined ? word : `${" ".repeat(indent)}${word}`);
    }
  }
  return lines.join("\n");
}
