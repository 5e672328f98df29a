import type { EnvironmentSpec } from "../environments/schema";
import type { Inventory } from "../inventory/model";
import { autoscalerOwnership } from "./autoscaler-ownership";
import { imageSource } from "./image-source";
import { metricsApiOwner } from "./metrics-api-owner";
import { networkReach } from "./network-reach";
import { podHardening } from "./pod-hardening";
import { productionFallbacks } from "./production-fallbacks";
import type { Finding, Rule } from "./rule";
import { secretHygiene } from "./secret-hygiene";
import { volumeTopology } from "./volume-topology";

export type { Finding, Rule, Severity } from "./rule";

/** The closed list of rules, in the order they are shown. */
export const RULES: readonly Rule[] = [
  autoscalerOwnership,
  metricsApiOwner,
  volumeTopology,
  imageSource,
  productionFallbacks,
  secretHygiene,
  podHardening,
  networkReach,
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
