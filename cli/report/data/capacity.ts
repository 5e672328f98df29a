import type { Situation } from "../../../rules/capacity/situation";
import { quantityText } from "../../../rules/capacity/quantity-text";
import { usesOf } from "../../../rules/capacity/quota/usage";
import { misfitsOf } from "../../../rules/capacity/misfits";
import { type PoolUse, poolUses } from "../../../rules/capacity/pool-uses";
import type { Inventory } from "../../../inventory/model";
import type { WhatIfInput, WhatIfWorker } from "../model/what-if";
import type { CapacityReport, NamespaceUse } from "../model/report";
import { placedPods } from "../what-if/placed-pods";
import { shareText } from "../what-if/share-text";

/** The rule `capacity` in figures. */
export function capacityReport(situation: Situation, inventory: Inventory): CapacityReport {
  const { fits, pools } = poolUses(situation);
  const namespaces = namespaceUses(situation, inventory);
  if (fits === "yes") {
    return { fits, pools: withTexts(pools, situation), pending: [], namespaces };
  }
  const { situation: filled, pending } = placedPods(situation, misfitsOf(situation));
  return { fits, pools: withTexts(poolUses(filled).pools, filled), pending, namespaces };
}

function withTexts(pools: readonly PoolUse[], situation: Situation): CapacityReport["pools"] {
  return pools.map(({ resources, ...pool }) => ({
    ...pool,
    resources: resources.map(({ resource, used }) => ({
      resource,
      used,
      text: shareText(situation, pool.pool, resource, used),
    })),
  }));
}

function namespaceUses(situation: Situation, inventory: Inventory): readonly NamespaceUse[] {
  return situation.quotas.flatMap((quota) =>
    (usesOf(quota, situation, inventory) ?? []).map(({ resource, used, hard }) => ({
      namespace: quota.namespace,
      resource,
      used: hard === 0 ? 0 : used / hard,
      text: `${quantityText(resource, used)} of ${quantityText(resource, hard)}`,
    })),
  );
}

/** What the page recomputes. */
export function whatIfInput(
  situation: Situation,
  loops: ReadonlyMap<string, WhatIfWorker["loop"]>,
): WhatIfInput {
  return {
    situation: slim(situation),
    workers: situation.demands.flatMap(({ name, count, autoscaler }) =>
      autoscaler === undefined
        ? []
        : [{ name, min: autoscaler.min, max: count, limit: limitOf(count), loop: loops.get(name) }],
    ),
    pools: situation.pools.map(({ name, max, source }) => ({
      name,
      min: source.kind === "pool" ? 0 : max,
      max,
      limit: source.kind === "pool" ? limitOf(max) : max,
    })),
  };
}

function limitOf(max: number): number {
  return Math.max(2 * max, max + 8);
}

/** Without what the placement does not look at: annotations, and containers with all they are given. */
function slim({ pools, demands, quotas }: Situation): Situation {
  return {
    pools,
    demands: demands.map(({ owner: { kind, namespace, name, place }, ...demand }) => ({
      ...demand,
      owner: { kind, namespace, name, place },
      containers: [],
      autoscaler: undefined,
    })),
    quotas: quotas.map(({ annotations: _, ...quota }) => quota),
  };
}
