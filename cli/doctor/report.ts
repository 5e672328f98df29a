import Table from "cli-table3";
import type { Explained } from "./causes/order";
import type { Diagnosis } from "./examination";
import type { Report } from "./run";

/** Lines of evidence that a screen has room for. */
const MOST_EVIDENCE = 3;
/** Consequences of one cause that it has room for. */
const MOST_CONSEQUENCES = 4;

/** The report for people: each cause with its evidence, its command and its consequences, then what was looked at. */
export function renderReport({
  context,
  environment,
  diagnoses,
  accepted,
  looks,
  unread,
}: Report): string {
  const table = new Table({
    head: ["looked at", "seen", "wrong"],
    style: { head: [], border: [] },
    colWidths: [20, 72, 7],
    wordWrap: true,
    // One line for each part: the whole is to be one screen.
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  for (const { part, seen, errors } of looks) table.push([part, seen, errors === 0 ? "" : errors]);
  const count = (severity: Diagnosis["severity"]) =>
    diagnoses.filter((each) => each.severity === severity).length;
  const errors = count("error");
  const causes = diagnoses.filter(
    ({ severity, explainedBy }) => severity === "error" && explainedBy === undefined,
  ).length;
  const verdict =
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
    ...(unread.length === 0 ? [] : [`${unread.length} not read`]),
  ];
  return [
    ...diagnoses
      .filter((each) => each.explainedBy === undefined && !isRuleWarning(each))
      .map((each) => renderDiagnosis(each, diagnoses)),
    ...unread.map((line) => `not read: ${line}\n`),
    `${table.toString()}\n`,
    `${[`${whose}: ${verdict}`, ...notes].join(", ")}\n`,
  ].join("");
}

/** Advice that is the same every day, and would push what is wrong off the screen. */
function isRuleWarning({ id, severity }: Diagnosis): boolean {
  return severity === "warning" && id.startsWith("rule-");
}

function renderDiagnosis(
  { id, severity, object, cause, evidence, fix, command, explains }: Explained,
  all: readonly Explained[],
): string {
  const consequences = all.filter((each) => each.explainedBy === `${id} ${object}`);
  const more = explains.length - MOST_CONSEQUENCES;
  return [
    `${severity} ${id}: ${object}`,
    `  cause: ${cause}`,
    ...evidence.slice(0, MOST_EVIDENCE).map((line) => `  says:  ${line}`),
    `  fix:   ${fix}`,
    ...(command === undefined ? [] : [`  run:   ${command}`]),
    ...consequences
      .slice(0, MOST_CONSEQUENCES)
      .map((each) => `  hence: ${each.id}: ${each.object}: ${each.cause}`),
    ...(more > 0 ? [`  hence: ${more} more`] : []),
    "\n",
  ]
    .join("\n")
    .replace(/\n\n$/, "\n");
}
