import type { EnvironmentSpec } from "../environments/schema";
import type { Inventory } from "../inventory/model";
import { autoscalerOwnership } from "./autoscaler-ownership";
import { capacity } from "./capacity";
import { imagePullSecret } from "./image-pull-secret";
import { imageReference } from "./image-reference";
import { metricsApiOwner } from "./metrics-api-owner";
import { productionFallbacks } from "./production-fallbacks";
import type { Finding, Rule } from "./rule";
import { sharedClaims } from "./shared-claims";

export type { Finding, Rule, Severity } from "./rule";

/** The closed list of rules, in the order they are shown. */
export const RULES: readonly Rule[] = [
  autoscalerOwnership,
  metricsApiOwner,
  capacity,
  sharedClaims,
  imageReference,
  imagePullSecret,
  productionFallbacks,
];

/** A rule and what it found in one environment, folder, cluster or plan. */
export interface RuleResult {
  readonly rule: Rule;
  readonly findings: readonly Finding[];
}

/**
 * Checks one environment, or content that belongs to none, against every rule
 * that has something to say of it.
 */
export function runRules(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly RuleResult[] {
  return RULES.filter((rule) => spec !== undefined || rule.needsEnvironment !== true).map(
    (rule) => ({ rule, findings: rule.check(inventory, spec) }),
  );
}
