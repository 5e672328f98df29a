import type { PodDemand, Pool, Situation } from "../situation";

/** One change of the data with which pods fit. */
export interface CapacityChange {
  /** What is changed: of two changes of one kind only the smaller is of interest. */
  readonly kind:
    | "nodes"
    | "node-size"
    | "another-pool"
    | "resources"
    | "count"
    | "pool-place"
    | "pod-place"
    | "quota";
  /** What to do, as an order. */
  readonly text: string;
  /** How much of what is there now is changed, 1 for all of it. */
  readonly size: number;
  readonly apply: (situation: Situation) => Situation;
}

/** Whether a situation works out; what a change is verified with. */
export type Holds = (situation: Situation) => boolean;

/** The two smallest, of different kinds. */
export function twoSmallest(
  changes: readonly (CapacityChange | undefined)[],
): readonly CapacityChange[] {
  const smallest = new Map<CapacityChange["kind"], CapacityChange>();
  for (const change of changes) {
    const known = change && smallest.get(change.kind);
    if (change !== undefined && (known === undefined || change.size < known.size))
      smallest.set(change.kind, change);
  }
  return [...smallest.values()].sort((left, right) => left.size - right.size).slice(0, 2);
}

/** The situation with one pool exchanged. */
export function withPool(situation: Situation, pool: Pool, change: Partial<Pool>): Situation {
  return {
    ...situation,
    pools: situation.pools.map((other) =>
      other.name === pool.name ? { ...other, ...change } : other,
    ),
  };
}

/** The situation with all pods of a demand's owner changed, those of its rollout included. */
export function withDemand(
  situation: Situation,
  { owner }: PodDemand,
  change: (demand: PodDemand) => PodDemand,
): Situation {
  return {
    ...situation,
    demands: situation.demands.map((other) => (other.owner === owner ? change(other) : other)),
  };
}

/**
 * The smallest whole number from `from` to `to` that is right, where greater ones
 * are right as well; undefined if `to` is not.
 */
export function least(
  from: number,
  to: number,
  isRight: (value: number) => boolean,
): number | undefined {
  if (from > to) return undefined;
  // Steps that double: most changes are small, and small situations are cheaper to try.
  let wrong = from - 1;
  let right = from;
  for (let step = 1; !isRight(right); step *= 2) {
    if (right === to) return undefined;
    wrong = right;
    right = Math.min(to, right + step);
  }
  while (right - wrong > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (isRight(middle)) right = middle;
    else wrong = middle;
  }
  return right;
}
