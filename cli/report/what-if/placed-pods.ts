import { type Misfit, withoutMisfits } from "../../../rules/capacity/misfit";
import { misfitsOf } from "../../../rules/capacity/misfits";
import type { PodDemand, Situation } from "../../../rules/capacity/situation";

/** How many pods of a workload have a place. */
export interface PlacedPods {
  readonly name: string;
  readonly wanted: number;
  /** The rest stays Pending. */
  readonly placed: number;
}

/** What of a situation has a place. */
export interface Placed {
  /** The situation with no more pods than have a place. */
  readonly situation: Situation;
  /** Workloads that do not have all of theirs; of a DaemonSet one on a node that is too small. */
  readonly pending: readonly PlacedPods[];
}

/**
 * Most pods that have a place: all workloads that no misfit is about are placed, then the others are filled
 * up one after the other, in the order of the situation.
 *
 * @param misfits of the situation
 */
export function placedPods(situation: Situation, misfits: readonly Misfit[]): Placed {
  if (misfits.length === 0) return { situation, pending: [] };
  let rest = withoutMisfits(situation, misfits);
  // Only a few joint misfits are looked for at a time.
  for (let more = misfitsOf(rest); more.length > 0; more = misfitsOf(rest)) {
    rest = withoutMisfits(rest, more);
  }
  const kept = new Set(rest.demands);
  const counts = new Map<PodDemand, number>(
    situation.demands.map((demand) => [demand, kept.has(demand) ? demand.count : 0]),
  );
  const filled = (): Situation => ({
    ...situation,
    demands: situation.demands.flatMap((demand) => {
      if (demand.everyNode) return kept.has(demand) ? [demand] : [];
      return [{ ...demand, count: counts.get(demand) ?? 0 }];
    }),
  });
  const pending = situation.demands.flatMap((demand): readonly PlacedPods[] => {
    if (kept.has(demand)) return [];
    const { name, count } = demand;
    if (demand.everyNode) return [{ name, wanted: 1, placed: 0 }];
    const placed = largest(count, (some) => {
      counts.set(demand, some);
      return misfitsOf(filled()).length === 0;
    });
    counts.set(demand, placed);
    return placed < count ? [{ name, wanted: count, placed }] : [];
  });
  return { situation: filled(), pending };
}

/** The situation with other numbers of pods, by the names of their workloads. */
export function withCounts(situation: Situation, counts: ReadonlyMap<string, number>): Situation {
  const demands = situation.demands.map((demand) => ({
    ...demand,
    count: counts.get(demand.name) ?? demand.count,
  }));
  return { ...situation, demands };
}

/** The largest number up to `most` that holds, where 0 does and each below one that holds does. */
function largest(most: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
