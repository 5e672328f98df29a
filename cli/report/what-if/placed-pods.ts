import { misfitsOf } from "../../../rules/capacity/misfits";
import type { Situation } from "../../../rules/capacity/situation";
import type { WhatIfInput } from "../model/what-if";

/** How many pods of a workload have a place. */
export interface PlacedPods {
  readonly name: string;
  readonly wanted: number;
  /** The rest stays Pending. Undefined: what cannot be changed here has no place, so nothing can be said. */
  readonly placed: number | undefined;
}

/**
 * Most pods of each workload that have a place beside the others: workloads are filled up one after
 * the other, in the order of the situation, on top of all that cannot be changed.
 *
 * @param allFit known already: all have a place
 */
export function placedPods(
  { workers }: WhatIfInput,
  situation: Situation,
  allFit: boolean,
): readonly PlacedPods[] {
  const wanted = new Map(situation.demands.map(({ name, count }) => [name, count]));
  const each = workers.map(({ name }) => ({ name, wanted: wanted.get(name) ?? 0 }));
  if (allFit) return each.map((one) => ({ ...one, placed: one.wanted }));
  const counts = new Map(each.map(({ name }) => [name, 0]));
  const fits = () => misfitsOf(withCounts(situation, counts)).length === 0;
  if (!fits()) return each.map((one) => ({ ...one, placed: undefined }));
  return each.map((one) => {
    const placed = largest(one.wanted, (count) => {
      counts.set(one.name, count);
      return fits();
    });
    counts.set(one.name, placed);
    return { ...one, placed };
  });
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
