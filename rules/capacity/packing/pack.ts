import { type Shortage, shortageOf } from "./bounds";
import { searchPlacement } from "./exact-search";
import { firstFit, type Ordering } from "./first-fit";
import type { PlacedNode, PodClass, Problem } from "./problem";

/**
 * Whether all pods of a problem fit: `yes` with a placement, `no` only where that
 * is proven, else `unknown`.
 */
export type Packing =
  | { readonly fits: "yes"; readonly placement: readonly PlacedNode[] }
  | {
      readonly fits: "no";
      /** Undefined: every placement was tried. */
      readonly shortage: Shortage | undefined;
    }
  | { readonly fits: "unknown" };

/** Decides a problem; quick where a simple order of placing succeeds, as it nearly always does. */
export function pack(problem: Problem): Packing {
  const [first, ...others] = orderings(problem);
  const quick = first && firstFit(problem, first);
  if (quick !== undefined) return { fits: "yes", placement: quick };
  const shortage = shortageOf(problem);
  if (shortage !== undefined) return { fits: "no", shortage };
  for (const ordering of others) {
    const placement = firstFit(problem, ordering);
    if (placement !== undefined) return { fits: "yes", placement };
  }
  return decideBySearch(problem);
}

/** The placement of all that are found that needs the fewest nodes; undefined: none is found. */
export function smallestPlacement(problem: Problem): readonly PlacedNode[] | undefined {
  const packing = pack(problem);
  if (packing.fits !== "yes") return undefined;
  return orderings(problem)
    .flatMap((ordering) => {
      const placement = firstFit(problem, ordering);
      return placement === undefined ? [] : [placement];
    })
    .reduce((least, next) => (next.length < least.length ? next : least), packing.placement);
}

function decideBySearch(problem: Problem): Packing {
  const found = searchPlacement(problem);
  if (found === undefined) return { fits: "no", shortage: undefined };
  if (found === "gave-up") return { fits: "unknown" };
  // The search does not look at spreads.
  return problem.pods.some(({ spread }) => spread !== undefined)
    ? { fits: "unknown" }
    : { fits: "yes", placement: found };
}

/** Orders in which large or choosy pods come early, by different measures of large. */
function orderings({ resources }: Problem): readonly Ordering[] {
  const ranks: readonly Ordering["podRank"][] = [
    (pod, problem) => [choice(pod, problem), -largestShare(pod, problem)],
    (pod, problem) => [-largestShare(pod, problem)],
    (pod, problem) => [choice(pod, problem), -sumOfShares(pod, problem)],
    (pod, problem) => [-sumOfShares(pod, problem)],
    ...resources.map((_, resource): Ordering["podRank"] => (pod, problem) => [
      choice(pod, problem),
      -share(pod, resource, problem),
    ]),
  ];
  return ranks.flatMap((podRank) => [
    { podRank, fullestFirst: false },
    { podRank, fullestFirst: true },
  ]);
}

/** Number of nodes that accept a pod. */
function choice({ accepted }: PodClass, { nodes }: Problem): number {
  return nodes.reduce((sum, { count }, index) => sum + (accepted[index] === true ? count : 0), 0);
}

/** What a pod asks for, as a share of the largest node. */
function share({ needs }: PodClass, resource: number, { nodes }: Problem): number {
  const largest = Math.max(0, ...nodes.map(({ room }) => room[resource] ?? 0));
  return largest === 0 ? 0 : (needs[resource] ?? 0) / largest;
}

function largestShare(pod: PodClass, problem: Problem): number {
  return Math.max(0, ...problem.resources.map((_, resource) => share(pod, resource, problem)));
}

function sumOfShares(pod: PodClass, problem: Problem): number {
  return problem.resources.reduce((sum, _, resource) => sum + share(pod, resource, problem), 0);
}
