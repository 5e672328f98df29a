import type { EnvironmentSpec } from "../environments/schema";
import type { Inventory } from "../inventory/model";
import { acceptancesOf } from "./engine/acceptances";
import { acceptFindings } from "./engine/accepted-findings";
import { alertReceivers } from "./alert-receivers";
import { autoscalerEffect } from "./autoscaler-effect";
import { autoscalerOwnership } from "./autoscaler-ownership";
import { awsAccount } from "./aws-account";
import { capacity } from "./capacity";
import { environmentParity } from "./environment-parity";
import { graceChain } from "./grace-chain";
import { imageDigests } from "./image-digests";
import { imageSource } from "./image-source";
import { jobDelivery } from "./job-delivery";
import { metricsApiOwner } from "./metrics-api-owner";
import { networkReach } from "./network-reach";
import { planExecution } from "./plan-execution";
import { podHardening } from "./pod-hardening";
import { plainHttp } from "./plain-http";
import { productionFallbacks } from "./production-fallbacks";
import { queueTrigger } from "./queue-trigger";
import { redisKeepalive } from "./redis-keepalive";
import { refusedObjects } from "./refused-objects";
import { releasePins } from "./release-pins";
import type { Rule, RuleContext, RuleResult } from "./engine/rule";
import { secretHygiene } from "./secret-hygiene";
import { secretReferences } from "./secret-references";
import { twoOwners } from "./two-owners";
import { volumeTopology } from "./volume-topology";
import { zoneRebalance } from "./zone-rebalance";

export type { Finding, Rule, RuleResult, RuleText, Severity } from "./engine/rule";

/** The closed list of rules, in the order they are shown. */
export const RULES: readonly Rule[] = [
  refusedObjects,
  autoscalerOwnership,
  autoscalerEffect,
  twoOwners,
  metricsApiOwner,
  capacity,
  volumeTopology,
  imageSource,
  imageDigests,
  queueTrigger,
  graceChain,
  jobDelivery,
  zoneRebalance,
  productionFallbacks,
  secretHygiene,
  secretReferences,
  podHardening,
  networkReach,
  redisKeepalive,
  releasePins,
  alertReceivers,
  environmentParity,
  awsAccount,
  plainHttp,
  planExecution,
];

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
