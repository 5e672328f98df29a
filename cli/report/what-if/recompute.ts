import { misfitsOf } from "../../../rules/capacity/misfits";
import { describeMisfit } from "../../../rules/capacity/misfit-text";
import { quantityText } from "../../../rules/capacity/quantity-text";
import { podUsesOf } from "../../../rules/capacity/quota/usage";
import type { Situation } from "../../../rules/capacity/situation";
import { type PoolUse, poolUses } from "../../../rules/capacity/pool-uses";
import type { WhatIfInput } from "../model/what-if";
import { placedPods, type PlacedPods } from "./placed-pods";

/** Other maxima than the declared ones, by name. */
export interface WhatIfSettings {
  readonly workers: Readonly<Record<string, number>>;
  readonly pools: Readonly<Record<string, number>>;
}

/** What the rule `capacity` says of other maxima. */
export interface Recomputed {
  /** `no`: pods stay Pending, or a quota refuses them; `unknown`: no placement was found, and none proven impossible. */
  readonly fits: "yes" | "no" | "unknown";
  /** The rule's own words, with the object that they are about. */
  readonly findings: readonly string[];
  /** How full the pools are with the pods that have a place. */
  readonly pools: readonly PoolUse[];
  /** Of each workload whose maximum can be changed, and of others that have pods without a place. */
  readonly pods: readonly PlacedPods[];
}

/** As declared. */
export function declaredSettings({ workers, pools }: WhatIfInput): WhatIfSettings {
  const maxima = (all: readonly { readonly name: string; readonly max: number }[]) =>
    Object.fromEntries(all.map(({ name, max }) => [name, max]));
  return { workers: maxima(workers), pools: maxima(pools) };
}

/** The situation with other maxima. A minimum above a maximum gives way. */
export function changedSituation(situation: Situation, settings: WhatIfSettings): Situation {
  return {
    ...situation,
    pools: situation.pools.map((pool) => {
      const max = settings.pools[pool.name] ?? pool.max;
      return { ...pool, min: Math.min(pool.min, max), max };
    }),
    demands: situation.demands.map((demand) => ({
      ...demand,
      count: settings.workers[demand.name] ?? demand.count,
    })),
  };
}

/** Placement with other maxima, by the code of the rule `capacity`. */
export function recompute(input: WhatIfInput, settings: WhatIfSettings): Recomputed {
  const situation = changedSituation(input.situation, settings);
  const misfits = misfitsOf(situation);
  const refused = quotaTexts(situation);
  const { situation: filled, pending } = placedPods(situation, misfits);
  const proven = misfits.some(({ kind }) => kind !== "unproven") || refused.length > 0;
  return {
    fits: proven ? "no" : misfits.length > 0 ? "unknown" : "yes",
    findings: [
      ...misfits.map(
        (misfit) =>
          `${misfit.demands.map(({ name }) => name).join(", ")}: ${describeMisfit(misfit)}`,
      ),
      ...refused,
    ],
    pools: poolUses(filled).pools,
    pods: podsOf(input, situation, pending),
  };
}

function podsOf(
  { workers }: WhatIfInput,
  { demands }: Situation,
  pending: readonly PlacedPods[],
): readonly PlacedPods[] {
  const wanted = new Map(demands.map(({ name, count }) => [name, count]));
  const own = workers.map(({ name }) => {
    const all = wanted.get(name) ?? 0;
    return pending.find((one) => one.name === name) ?? { name, wanted: all, placed: all };
  });
  return [...own, ...pending.filter(({ name }) => workers.every((worker) => worker.name !== name))];
}

/** Namespaces whose quota is smaller than what their pods come to. */
function quotaTexts(situation: Situation): readonly string[] {
  return situation.quotas.flatMap((quota) => {
    const over = podUsesOf(quota, situation).filter(({ used, hard }) => used > hard);
    if (over.length === 0) return [];
    const amounts = over.map(
      ({ resource, used, hard }) =>
        `${resource} ${quantityText(resource, used)} of ${quantityText(resource, hard)}`,
    );
    return [
      `ResourceQuota ${quota.namespace}/${quota.name}: the last pods are not created: ${amounts.join(", ")}`,
    ];
  });
}
