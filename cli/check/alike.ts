import { groupBy } from "../../inventory/group-by";
import { describePlace } from "../../inventory/model";
import type { Paint } from "../../runtime/paint";
import { type FoundIn, formatFindings } from "../synthesis/findings";

/** Alike warnings that are still written out one by one. */
const MOST_ALIKE = 3;

/**
 * Findings for people: errors and what is accepted one by one, warnings that
 * differ in nothing but names and numbers once, with their count and examples.
 *
 * @param found errors first, what is accepted last
 */
export function formatAlike(found: readonly FoundIn[], paint: Paint): string {
  return [...groupBy(found, kindOf).values()]
    .map((group) =>
      group.length > MOST_ALIKE ? formatGroup(group, paint) : formatFindings(group, paint),
    )
    .join("");
}

/** What findings must have in common; an error, or what is accepted, has it with none. */
function kindOf(each: FoundIn): unknown {
  const { rule, severity, accepted, message } = each.finding;
  return severity === "error" || accepted !== undefined ? each : `${rule} ${shapeOf(message)}`;
}

/** A message without what it names: objects, quotations, images and paths, containers, numbers. */
function shapeOf(message: string): string {
  return message
    .replace(/"[^"]*"/g, "…")
    .replace(/\b[A-Z]\w+ [\w.${}-]+\/[\w.${}-]+/g, "…")
    .replace(/[\w.-]*[/:@][\w./:@-]+/g, "…")
    .replace(/[\w.-]+(?= \()/g, "…")
    .replace(/\d+/g, "#");
}

function formatGroup(group: readonly FoundIn[], paint: Paint): string {
  const [first] = group;
  if (first === undefined) return "";
  const { severity, rule, message, fix } = first.finding;
  const examples = group
    .slice(0, MOST_ALIKE)
    .map(({ finding: { object, place } }) => `${object} (${describePlace(place)})`);
  return [
    `${paint(severity === "error" ? "red" : "yellow", severity)} ${rule}: ${group.length} alike, such as ${examples.join(", ")}`,
    `  says: ${message}`,
    `  fix:  ${fix}`,
    "",
  ].join("\n");
}
