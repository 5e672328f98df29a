import { createHash } from "node:crypto";
import { z } from "zod";
import { projectText } from "../../environments/project-text";
import { groupBy } from "../../inventory/group-by";
import { describePlace, type Place } from "../../inventory/model";
import type { Finding, RuleText } from "../../rules";
import type { Checked, Source } from "../synthesis/checked";
import { mergeFindings } from "../synthesis/findings";
import { locationOf } from "./sarif-location";

const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Code scanning refuses a log with more: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit */
const MOST_RESULTS = 25_000;

/**
 * The outcome as a SARIF 2.1.0 log, for code scanning.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 *
 * @param checked all of one source
 */
export function sarifLog(source: Source, checked: readonly Checked[]): string {
  const rules = rulesOf(checked);
  // Errors first: what is left out is accepted or a warning as long as there is any.
  const all = mergeFindings(checked).map(({ finding }) => finding);
  const findings = all.slice(0, MOST_RESULTS);
  const run = {
    tool: {
      driver: { name: "fluxibri-core", semanticVersion: version(), rules: rules.map(describeRule) },
    },
    // Code scanning keeps runs of different ids apart: one of manifests closes no alert of another source.
    automationDetails: { id: `fluxibri-core/${source}/` },
    columnKind: "utf16CodeUnits",
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          ...leftOut(all.length - findings.length),
          ...notifications(source, checked),
        ],
      },
    ],
    results: [...groupBy(findings, identity)].flatMap(([id, same]) =>
      same.map((finding, index) => ({
        ruleIndex: rules.findIndex((rule) => rule.id === finding.rule),
        ...resultOf(source, finding),
        partialFingerprints: fingerprints(`${id} ${index}`),
      })),
    ),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

/** Every rule that was run, once. */
function rulesOf(checked: readonly Checked[]): readonly RuleText[] {
  const rules = checked.flatMap((each) => each.rules.map(({ rule }) => rule));
  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

function describeRule({ id, title, why, severity, remedy }: RuleText) {
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\nSeverity: ${severity}.\n\nWhat to do: ${remedy}`,
      markdown: `${why}\n\n**Severity:** ${severity}.\n\n**What to do:** ${remedy}`,
    },
    defaultConfiguration: { level: "error" },
  };
}

function resultOf(
  source: Source,
  { rule, severity, object, place, message, fix, accepted }: Finding,
) {
  const held = accepted === undefined ? "" : `\nAccepted: ${accepted}`;
  return {
    ruleId: rule,
    // Code scanning takes no notice of suppressions: what is accepted would be an open warning there.
    level: accepted === undefined ? severity : "note",
    message: { text: `${object} ${message}.\nFix: ${fix}${held}` },
    locations: [locationOf(place, source, object)],
    ...(accepted === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: accepted }] }),
  };
}

/** What a finding is about, whatever its line is and however many pods it counts. */
function identity({ rule, object, place, message }: Finding): string {
  return [rule, object, withoutLine(place), message.replace(/\d+/g, "#")].join("\n");
}

function withoutLine(place: Place): string {
  return place.kind === "file" ? place.file : describePlace(place);
}

/** Code scanning looks at the one of the second name only, and makes its own, of lines, where it is missing. */
function fingerprints(identified: string) {
  const hash = createHash("sha256").update(identified).digest("hex").slice(0, 32);
  return { "finding/v1": hash, primaryLocationLineHash: `${hash}:1` };
}

function leftOut(count: number) {
  if (count === 0) return [];
  const text = `${count} findings are not in this log: code scanning takes ${MOST_RESULTS}. npm run check prints all`;
  return [{ level: "warning", message: { text }, locations: [] }];
}

function notifications(source: Source, checked: readonly Checked[]) {
  return checked.flatMap(({ problems }) =>
    problems.map(({ place, message }) => ({
      level: "warning",
      message: { text: `not read: ${message}` },
      locations: [locationOf(place, source)],
    })),
  );
}

function version(): string {
  const json: unknown = JSON.parse(projectText("package.json"));
  return z.object({ version: z.string() }).parse(json).version;
}
