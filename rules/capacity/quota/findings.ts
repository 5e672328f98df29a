import type { EnvironmentSpec } from "../../../environments/schema";
import { describe, type Inventory, type ResourceQuota } from "../../../inventory/model";
import { type Finding, findingAt } from "../../engine/rule";
import { fixText } from "../fix-text";
import { quantityText } from "../quantity-text";
import type { PodDemand, Situation } from "../situation";
import { quotaChanges, raiseQuota } from "./changes";
import { podsOf, perPod, type Use, usesOf } from "./usage";

/** Namespaces that come to more than their quota allows, and containers that a quota refuses. */
export function quotaFindings(
  rule: string,
  situation: Situation,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  return situation.quotas.flatMap((quota) => [
    ...exceeded(rule, quota, situation, inventory, spec),
    ...unnamed(rule, quota, situation),
  ]);
}

function exceeded(
  rule: string,
  quota: ResourceQuota,
  situation: Situation,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const over = overIn(quota, situation, inventory);
  const [first] = over;
  if (first === undefined) return [];
  const most = largestIn(quota, first, situation);
  return [
    findingAt(quota, {
      rule,
      severity: "error",
      message: `is too small for namespace ${quota.namespace} at maximum scale, the last pods are not created: ${amounts(over)}${most === undefined ? "" : `; most of it for ${podsOf(most, situation)} pods of ${most.name}`}`,
      fix: fixText(quotaChanges(quota, over, situation, inventory, spec)),
    }),
  ];
}

/**
 * Quotas that hold the pods at maximum scale, but not those that still finish
 * their work beside them: a burst after a rollout then gets fewer workers.
 *
 * @param finishing all pods at maximum scale and those that finish
 */
export function finishingFindings(
  rule: string,
  finishing: Situation,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  return finishing.quotas.flatMap((quota) => {
    const over = overIn(quota, finishing, inventory);
    if (over.length === 0) return [];
    return [
      findingAt(quota, {
        rule,
        severity: "warning",
        message: `has no room for pods that finish their work beside those that replace them: after a rollout among busy workers new ones are not made until the old ones have gone: ${amounts(over)}`,
        fix: raiseQuota(quota, over, spec).text,
      }),
    ];
  });
}

/** What of a quota is used up, and more than that is asked for. */
function overIn(quota: ResourceQuota, situation: Situation, inventory: Inventory): readonly Use[] {
  return usesOf(quota, situation, inventory)?.filter(({ used, hard }) => used > hard) ?? [];
}

function amounts(over: readonly Use[]): string {
  return over
    .map(
      ({ resource, used, hard }) =>
        `${resource} ${quantityText(resource, used)} of ${quantityText(resource, hard)}`,
    )
    .join(", ");
}

function largestIn(
  { namespace }: ResourceQuota,
  { resource }: Use,
  situation: Situation,
): PodDemand | undefined {
  const total = (demand: PodDemand) => (perPod(resource, demand) ?? 0) * podsOf(demand, situation);
  return situation.demands
    .filter((demand) => demand.namespace === namespace && total(demand) > 0)
    .sort((left, right) => total(right) - total(left))[0];
}

/** Resources of a quota that every container must name. */
const MUST_BE_NAMED = /^(?:(requests|limits)\.)?(cpu|memory)$/;

/** Where a quota counts CPU or memory, the API server refuses pods with a container that names none. */
function unnamed(rule: string, quota: ResourceQuota, { demands }: Situation): readonly Finding[] {
  if (quota.scopes.length > 0) return [];
  return demands
    .filter(({ namespace, origin }) => namespace === quota.namespace && origin === "workload")
    .flatMap((demand) => {
      const missing = demand.containers.flatMap(({ name, effective }) =>
        Object.keys(quota.hard).flatMap((resource) => {
          const [, of = "requests", what = ""] = MUST_BE_NAMED.exec(resource) ?? [];
          const named = of === "limits" ? effective.limits : effective.requests;
          return what === "" || named[what] !== undefined ? [] : [`${of}.${what} of ${name}`];
        }),
      );
      return missing.length === 0
        ? []
        : [
            findingAt(demand.owner, {
              rule,
              severity: "error",
              message: `names no ${missing.join(", ")}: ${describe(quota)} counts it, so the API server refuses the pods`,
              fix: `name it in the container, or give namespace ${quota.namespace} a LimitRange with limits: [{ type: Container, defaultRequest: { cpu: 100m, memory: 128Mi }, default: { cpu: "1", memory: 1Gi } }]`,
            }),
          ];
    });
}
