import { describePlace } from "../inventory/model";
import type { Finding } from "../rules/rule";
import type { SynthesizedEnvironment } from "./synthesize";

/** Every finding of every environment, errors first, as text for people. */
export function formatFindings(environments: readonly SynthesizedEnvironment[]): string {
  const lines = environments.flatMap(({ spec, rules }) =>
    rules
      .flatMap((result) => result.findings)
      .sort((left, right) => rank(left) - rank(right))
      .map((finding) => formatFinding(spec.name, finding)),
  );
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function rank(finding: Finding): number {
  return finding.severity === "error" ? 0 : 1;
}

function formatFinding(environment: string, finding: Finding): string {
  return [
    `${finding.severity} ${finding.rule}: ${environment} ${finding.object}`,
    `  at:   ${describePlace(finding.place)}`,
    `  says: ${finding.message}`,
    ...(finding.accepted === undefined ? [] : [`  held: ${finding.accepted}`]),
    `  fix:  ${finding.fix}`,
  ].join("\n");
}
