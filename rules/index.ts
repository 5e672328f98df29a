import type { EnvironmentSpec } from "../environments/schema";
import type { Inventory } from "../inventory/model";
import { acceptancesOf } from "./engine/acceptances";
import { acceptFindings } from "./engine/accepted-findings";
import type { RuleContext, RuleResult } from "./engine/rule";
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
  const results = RULES.filter((rule) => spec !== undefined || rule.needsEnvironment !== true).map(
    (rule) => ({ rule, findings: rule.check(inventory, spec, context) }),
  );
  return acceptFindings(
    results,
    acceptancesOf(inventory, spec),
    RULES.map(({ id }) => id),
  );
}
