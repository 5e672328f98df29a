import type { EnvironmentName } from "../../environments/schema";
import type { ReadingProblem } from "../../inventory/reading";
import type { RuleResult } from "../../rules";

/** Where content comes from. */
export type Source = "synthesized" | "manifests" | "plan" | "cluster";

/** What was checked as one, and what the rules say of it. */
export interface Checked {
  readonly source: Source;
  /** Environment, folder, plan file or context of the cluster. */
  readonly name: string;
  /** Environment that the content belongs to; undefined: none of ours. */
  readonly environment: EnvironmentName | undefined;
  readonly rules: readonly RuleResult[];
  /** What could not be read, and so was not checked. */
  readonly problems: readonly ReadingProblem[];
}

/** Of each rule, for machines, whether it holds and what it found. */
export function ruleReports({ rules }: Pick<Checked, "rules">) {
  return rules.map((result) => ({
    id: result.rule.id,
    holds: ruleHolds(result),
    findings: result.findings,
  }));
}

/** Ids of the rules that do not hold, each once. */
export function failedRules(checked: readonly Pick<Checked, "rules">[]): ReadonlySet<string> {
  return new Set(
    checked.flatMap(({ rules }) =>
      rules.flatMap((result) => (ruleHolds(result) ? [] : [result.rule.id])),
    ),
  );
}

/** In a word, how many of {@link failedRules} there are, of one at least. */
export function failWord({ size }: ReadonlySet<string>): string {
  return size === 1 ? "A rule fails" : `${size} rules fail`;
}

/** Whether a rule found no error; warnings are shown but do not stop anything. */
export function ruleHolds({ findings }: RuleResult): boolean {
  return findings.every((finding) => finding.severity !== "error");
}
