import type { Paint } from "../../runtime/paint";
import { wrapText } from "../../runtime/table";
import type { Explained } from "./causes/order";

/** How much of each finding is printed. */
export interface Detail {
  /** Lines of events and conditions. */
  readonly evidence: number;
  /** Consequences; how many more there are is said. */
  readonly consequences: number;
  /** Lines that cause, evidence and fix may each have. */
  readonly lines: number;
}

/** Where it is printed. */
export interface PrintedOn {
  readonly columns: number;
  readonly paint: Paint;
}

/** Column at which the texts of a finding begin. */
const INDENT = 9;
/** Of what is cut. */
const END = " ...";
const COLORS = { error: "red", warning: "yellow" } as const;

/** A cause with what Kubernetes says of it, the command that mends it, and its consequences. */
export function linesOf(
  { id, severity, object, cause, evidence, fix, command, explains }: Explained,
  all: readonly Explained[],
  { evidence: mostEvidence, consequences: mostConsequences, lines }: Detail,
  { columns, paint }: PrintedOn,
): readonly string[] {
  const consequences = all.filter((each) => each.explainedBy === `${id} ${object}`);
  const more = explains.length - mostConsequences;
  const field = (name: string, text: string, most = lines) =>
    wrapped(`${`  ${name}:`.padEnd(INDENT)}${text}`, columns, most);
  return [
    ...wrapped(`${paint(COLORS[severity], severity)} ${id}: ${object}`, columns, 2),
    ...field("cause", cause),
    ...evidence.slice(0, mostEvidence).flatMap((line) => field("says", line)),
    ...field("fix", fix),
    // As it is, for a shell: the terminal breaks it, and whoever copies it has it whole.
    ...(command === undefined ? [] : [`  run:   ${command}`]),
    ...consequences
      .slice(0, mostConsequences)
      .flatMap((each) => field("hence", `${each.id}: ${each.object}: ${each.cause}`, lines - 1)),
    ...(more > 0 ? [`  hence: ${more} more`] : []),
  ];
}

/** A cause on one line, where the screen has no more room. */
export function shortLine(
  { id, severity, object, cause }: Explained,
  { columns, paint }: PrintedOn,
): string {
  const room = columns - `${severity} ${id}: `.length;
  const isLong = object.length > room;
  const text = `${severity} ${id}: ${isLong ? shortName(object, room) : object}`;
  const [line = ""] = isLong ? [text] : wrapped(`${text}: ${cause}`, columns, 1);
  return line.replace(severity, paint(COLORS[severity], severity));
}

/** An object's name without its kind, and of that the end: alike ones differ in how they end. */
function shortName(object: string, room: number): string {
  const name = object.slice(object.indexOf(" ") + 1);
  const dots = END.trim();
  return name.length <= room || room <= dots.length
    ? name
    : `${dots}${name.slice(dots.length - room)}`;
}

/**
 * A text at a width, with no more lines than these; what is left out shows by its end.
 *
 * @param most at least 1
 */
export function wrapped(text: string, columns: number, most = Infinity): readonly string[] {
  const all = wrapText(text, INDENT, columns).split("\n");
  const kept = all.slice(0, Math.max(1, most));
  if (kept.length === all.length) return kept;
  const last = kept.at(-1) ?? "";
  return [
    ...kept.slice(0, -1),
    `${last.slice(0, Math.max(0, columns - END.length)).trimEnd()}${END}`,
  ];
}
