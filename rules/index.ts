import type { EnvironmentSpec } from "../environments/schema";
import type { Inventory } from "../inventory/model";
import { autoscalerOwnership } from "./autoscaler-ownership";
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
  sharedClaims,
  imageReference,
  imagePullSecret,
  productionFallbacks,
];

/** A rule and what it found in one environment. */
export interface RuleResult {
  readonly rule: Rule;
  readonly findings: readonly Finding[];
}

/** Checks one environment against every rule. */
export function runRules(inventory: Inventory, spec: EnvironmentSpec): readonly RuleResult[] {
  return RULES.map((rule) => ({ rule, findings: rule.check(inventory, spec) }));
}
