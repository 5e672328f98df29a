import { stripVTControlCharacters } from "node:util";
import { groupBy } from "../../inventory/group-by";
import { type Paint, paintFor } from "../../runtime/paint";
import { columnsOf, renderTable, rowsOf } from "../../runtime/table";
import { type Detail, linesOf, type PrintedOn, shortLine, wrapped } from "./report-lines";
import type { Diagnosis } from "./examination";
import type { Report } from "./run";

/** What the report is printed on. */
export interface Screen extends PrintedOn {
  /** Lines of a terminal; undefined: a file or a pipe, which has room for all. */
  readonly rows: number | undefined;
  /** Everything, whether the screen has room for it or not. */
  readonly verbose: boolean;
}

const FULL: Detail = { evidence: 3, consequences: 4, lines: Infinity };
/** From what is printed where there is room to what is printed where there is none. */
const DETAILS: readonly Detail[] = [
  FULL,
  { evidence: 2, consequences: 4, lines: 4 },
  { evidence: 1, consequences: 3, lines: 3 },
  { evidence: 1, consequences: 2, lines: 2 },
  { evidence: 1, consequences: 1, lines: 2 },
];
/** Between two columns of a table. */
const GAP = 2;
/** The shell's next prompt. */
const PROMPT = 1;

/** The terminal that standard output is, if it is one. */
export function screenOf(verbose: boolean, paint: Paint = paintFor("stdout")): Screen {
  return { columns: columnsOf("stdout"), rows: rowsOf("stdout"), verbose, paint };
}

/**
 * The report for people: each cause with its evidence, its command and its
 * consequences, then what was looked at. On a terminal it is one screen: first
 * goes the table of what was looked at, then evidence, then all of a cause but its name; the
 * first cause keeps its command whatever the size.
 */
export function renderReport(report: Report, screen = screenOf(false)): string {
  const last = [...unread(report, screen), ...wrapped(verdict(report), screen.columns)];
  const { rows, verbose } = screen;
  const causes = causesOf(report, FULL, screen);
  if (rows === undefined || verbose) return ended([...causes, ...looks(report, screen), ...last]);
  const fits = (lines: readonly string[]) => heightOf(lines, screen.columns) + PROMPT <= rows;
  const full = [...causes, ...looks(report, screen, oneLineOf(report, screen)), ...last];
  if (fits(full)) return ended(full);
  const end = ["all of it: --verbose, or --json", ...last];
  for (const detail of DETAILS) {
    const lines = [...causesOf(report, detail, screen), ...end];
    if (fits(lines)) return ended(lines);
  }
  return ended([...firstAndNames(report, screen, rows - heightOf(end, screen.columns)), ...end]);
}

/** Causes in their order. Advice that is the same every day would push what is wrong off the screen. */
function rootsOf({ diagnoses }: Report) {
  return diagnoses.filter((each) => each.explainedBy === undefined && !isRuleWarning(each));
}

function isRuleWarning({ id, severity }: Diagnosis): boolean {
  return severity === "warning" && id.startsWith("rule-");
}

function causesOf(report: Report, detail: Detail, place: PrintedOn): readonly string[] {
  return rootsOf(report).flatMap((each) => [...linesOf(each, report.diagnoses, detail, place), ""]);
}

/** The first cause, and as many of the others by name as there is room for. */
function firstAndNames(report: Report, screen: Screen, rows: number): readonly string[] {
  const [first, ...others] = rootsOf(report);
  if (first === undefined) return [];
  const [detail = FULL] = DETAILS.slice(-1);
  const lines = [...linesOf(first, report.diagnoses, detail, screen), ""];
  const room = Math.max(0, rows - heightOf(lines, screen.columns) - PROMPT - 1);
  const named = others.slice(0, room);
  const more = others.length - named.length;
  return [
    ...lines,
    ...named.map((each) => shortLine(each, screen)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** What was looked at, each part as it is unless said otherwise. */
function looks(
  { looks: all }: Report,
  { columns, paint }: PrintedOn,
  cut = (seen: string) => seen,
): readonly string[] {
  const rows = all.map(({ part, seen, errors }) => [
    part,
    cut(seen),
    errors === 0 ? "" : paint("red", String(errors)),
  ]);
  return renderTable({ head: ["looked at", "seen", "wrong"], rows }, columns).split("\n");
}

/** Cuts what was seen of a part to what is left of a line beside the other columns. */
function oneLineOf({ looks: all }: Report, { columns }: PrintedOn): (seen: string) => string {
  const width = Math.max(0, ...all.map(({ part }) => part.length));
  const room = columns - width - "wrong".length - 2 * GAP;
  return (seen) => wrapped(seen, room, 1).join("");
}

/** Kinds that are refused alike are one line: a viewer is refused a dozen. */
function unread({ unread: all }: Report, screen: Screen): readonly string[] {
  if (screen.verbose || screen.rows === undefined) {
    return all.flatMap((line) => wrapped(`not read: ${line}`, screen.columns));
  }
  const refusal = /^(\w+) objects could not be read: /;
  const [refused, others] = [true, false].map((is) =>
    all.filter((line) => refusal.test(line) === is),
  );
  const kinds = groupBy(refused ?? [], (line) => (/forbidden/i.test(line) ? "forbidden" : line));
  return [
    ...[...kinds].map(([why, lines]) =>
      why === "forbidden"
        ? `not read, forbidden to this user: ${lines.map((line) => refusal.exec(line)?.[1]).join(", ")}`
        : `not read: ${why}`,
    ),
    ...(others ?? []).map((line) => `not read: ${line}`),
  ].flatMap((line) => wrapped(line, screen.columns, 2));
}

function verdict({
  context,
  environment,
  diagnoses,
  accepted,
  unread: unreadLines,
}: Report): string {
  const count = (severity: Diagnosis["severity"]) =>
    diagnoses.filter((each) => each.severity === severity).length;
  const errors = count("error");
  const causes = diagnoses.filter(
    ({ severity, explainedBy }) => severity === "error" && explainedBy === undefined,
  ).length;
  const judged =
    errors === 0
      ? "healthy"
      : `${errors} ${errors === 1 ? "thing is" : "things are"} wrong${causes === errors ? "" : `, by ${causes} ${causes === 1 ? "cause" : "causes"}`}`;
  const whose = environment === undefined ? context : `${environment} (${context})`;
  const notes = [
    ...(count("warning") === 0
      ? []
      : [
          `${count("warning")} warnings (${diagnoses.filter(isRuleWarning).length} of rules: npm run check -- --cluster, or --json)`,
        ]),
    ...(accepted === 0 ? [] : [`${accepted} accepted`]),
    ...(unreadLines.length === 0 ? [] : [`${unreadLines.length} not read`]),
  ];
  return [`${whose}: ${judged}`, ...notes].join(", ");
}

/** Lines of a terminal: longer ones than it has columns are broken by it. */
function heightOf(lines: readonly string[], columns: number): number {
  return lines.reduce(
    (sum, line) =>
      sum + Math.max(1, Math.ceil([...stripVTControlCharacters(line)].length / columns)),
    0,
  );
}

function ended(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
