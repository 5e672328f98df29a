import { groupBy } from "../../../inventory/group-by";
import type { EnvironmentReport, FindingReport, RuleReport } from "../model/report";

/** A finding that is not accepted, with the id of its place on the page. */
export interface OpenFinding {
  readonly id: string;
  readonly environment: string;
  readonly rule: RuleReport;
  readonly finding: FindingReport;
}

/** What is open in an environment: errors first. */
export function openFindings({ name, rules }: EnvironmentReport): readonly OpenFinding[] {
  return rules
    .flatMap((rule) => rule.findings.map((finding) => ({ rule, finding })))
    .filter(({ finding }) => finding.accepted === undefined)
    .toSorted((left, right) => rank(left.finding) - rank(right.finding))
    .map((found, index) => ({ ...found, environment: name, id: `${name}-finding-${index + 1}` }));
}

/** What is open in all of them, each finding once. */
export function openInAll(
  environments: readonly EnvironmentReport[],
): readonly (readonly OpenFinding[])[] {
  const alike = groupBy(environments.flatMap(openFindings), ({ rule, finding }) =>
    JSON.stringify([rule.id, finding]),
  );
  return [...alike.values()].toSorted(
    ([left], [right]) => rank(left?.finding) - rank(right?.finding),
  );
}

function rank(finding: FindingReport | undefined): number {
  return finding?.severity === "error" ? 0 : 1;
}
