import Table from "cli-table3";
import type { Diagnosis } from "./examination";
import type { Report } from "./run";

/** Lines of evidence that a screen has room for. */
const MOST_EVIDENCE = 3;

/** The report for people: what is wrong, each with its cause and its command, then what was looked at. */
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
  const verdict =
    errors === 0 ? "healthy" : `${errors} ${errors === 1 ? "thing is" : "things are"} wrong`;
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
    ...diagnoses.filter((each) => !isRuleWarning(each)).map(renderDiagnosis),
    ...unread.map((line) => `not read: ${line}\n`),
    `${table.toString()}\n`,
    `${[`${whose}: ${verdict}`, ...notes].join(", ")}\n`,
  ].join("");
}

/** Advice that is the same every day, and would push what is wrong off the screen. */
function isRuleWarning({ id, severity }: Diagnosis): boolean {
  return severity === "warning" && id.startsWith("rule-");
}

function renderDiagnosis({
  id,
  severity,
  object,
  cause,
  evidence,
  fix,
  command,
}: Diagnosis): string {
  return [
    `${severity} ${id}: ${object}`,
    `  cause: ${cause}`,
    ...evidence.slice(0, MOST_EVIDENCE).map((line) => `  says:  ${line}`),
    `  fix:   ${fix}`,
    ...(command === undefined ? [] : [`  run:   ${command}`]),
    "\n",
  ]
    .join("\n")
    .replace(/\n\n$/, "\n");
}
