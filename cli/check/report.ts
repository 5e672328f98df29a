import { describePlace } from "../../inventory/model";
import { type Checked, ruleHolds } from "../synthesis/checked";
import { formatFindings, mergeFindings } from "../synthesis/findings";

/** The outcome for machines: what was checked, and of each rule whether it holds and what it found. */
export function jsonReport(checked: readonly Checked[]): string {
  const report = checked.map(({ rules, ...rest }) => ({
    ...rest,
    rules: rules.map((result) => ({
      id: result.rule.id,
      holds: ruleHolds(result),
      findings: result.findings,
    })),
  }));
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The outcome for people: findings, what could not be read, then the count of each and of all. */
export function textReport(checked: readonly Checked[]): string {
  const found = mergeFindings(checked);
  const unread = unreadIn(checked);
  const counts = [
    count(found.filter(({ finding }) => finding.severity === "error").length, "error"),
    count(
      found.filter(
        ({ finding: { severity, accepted } }) => severity === "warning" && accepted === undefined,
      ).length,
      "warning",
    ),
    `${found.filter(({ finding }) => finding.accepted !== undefined).length} accepted`,
    ...(unread.length === 0 ? [] : [`${unread.length} not read`]),
  ];
  return [
    formatFindings(found),
    ...unread.map((line) => `${line}\n`),
    ...checked.map(
      ({ name, rules }) =>
        `${name}: ${rules.filter(ruleHolds).length} of ${rules.length} rules hold\n`,
    ),
    `${counts.join(", ")}\n`,
  ].join("");
}

/** What could not be read, each once. */
function unreadIn(checked: readonly Checked[]): readonly string[] {
  const lines = checked.flatMap(({ problems }) =>
    problems.map(({ place, message }) => `not read: ${describePlace(place)}\n  says: ${message}`),
  );
  return [...new Set(lines)];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
