import type { EnvironmentSpec } from "../environments/schema";
import type { Inventory } from "../inventory/model";
import { type Acceptance, acceptancesOf } from "./engine/acceptances";
import { acceptFindings } from "./engine/accepted-findings";
import type { Beside } from "./engine/beside";
import type { Finding, Rule, RuleContext, RuleResult } from "./engine/rule";
import { RULES } from "./list";

export type { Finding, Rule, RuleResult, RuleText, Severity } from "./engine/rule";

export { RULES };

/**
 * Checks one environment, or content that belongs to none, against every rule
 * that has something to say of it. The last result is about the findings that
 * are accepted by name.
 *
 * @param context what there is beside the content. @default nothing is compared
 */
export function runRules(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
  context: RuleContext = {},
): readonly RuleResult[] {
  return foundAcross(foundAlone(inventory, spec, context), inventory, context.beside);
}

/** What rules found in a part of a folder while the others are still to be read. */
export interface FoundAlone {
  readonly results: readonly { readonly rule: Rule; readonly findings: readonly Finding[] }[];
  readonly acceptances: readonly Acceptance[];
}

/** The first half of {@link runRules}. */
export function foundAlone(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
  context: RuleContext,
): FoundAlone {
  const rules = RULES.filter((rule) => spec !== undefined || rule.needsEnvironment !== true);
  return {
    results: rules.map((rule) => ({ rule, findings: rule.check(inventory, spec, context) })),
    acceptances: acceptancesOf(inventory, spec),
  };
}

/**
 * The second half.
 *
 * @param inventory all of it, or what `keptOf` keeps
 */
export function foundAcross(
  { results, acceptances }: FoundAlone,
  inventory: Inventory,
  beside: Beside | undefined,
): readonly RuleResult[] {
  return acceptFindings(
    results.map(({ rule, findings }) => ({
      rule,
      findings: [...findings, ...(rule.across?.(inventory, beside) ?? [])],
    })),
    acceptances,
    RULES.map(({ id }) => id),
  );
}
