import { type Shortage, shortageOf } from "./bounds";
import { searchPlacement } from "./exact-search";
import { components, inWhole, type Part, shortageInWhole, subproblem } from "./components";
import { fewestNodes } from "./fewest-nodes";
import { firstFit, type Ordering } from "./first-fit";
import type { PlacedNode, PodClass, PackingProblem } from "./problem";

/**
 * Whether all pods of a problem fit: `yes` with a placement, `no` only where that
 * is proven, else `unknown`.
 */
export type Packing =
  | { readonly fits: "yes"; readonly placement: readonly PlacedNode[] }
  | {
      readonly fits: "no";
      /** Classes that are too much together: a component of the problem. */
      readonly part: Part;
      /** Undefined: every placement was tried. */
      readonly shortage: Shortage | undefined;
    }
  | { readonly fits: "unknown"; readonly part: Part };

/** Decides a problem; quick where a simple order of placing succeeds, as it nearly always does. */
export function pack(problem: PackingProblem): Packing {
  const placement: PlacedNode[] = [];
  let undecided: Part | undefined;
  for (const part of components(problem)) {
    const packing = packPart(part, subproblem(problem, part));
    if (packing.fits === "no") return packing;
    if (packing.fits === "unknown") undecided ??= part;
    else placement.push(...packing.placement);
  }
  return undecided === undefined
    ? { fits: "yes", placement }
    : { fits: "unknown", part: undecided };
}

/**
 * Whether a simple order of placing succeeds: what {@link pack} calls a fit, but
 * sooner given up. For trying many changes.
 */
export function fitsSimply(problem: PackingProblem): boolean {
  return components(problem).every((part) => {
    const own = subproblem(problem, part);
    return orderings(own).some(
      (ordering, index) =>
        (index < FEW_ORDERINGS || isSmall(own)) && firstFit(own, ordering) !== undefined,
    );
  });
}

/** Of a large problem all orderings take too long to try them for every change. */
const FEW_ORDERINGS = 3;
function isSmall({ nodes, pods }: PackingProblem): boolean {
  return pods.length * nodes.reduce((sum, { count }) => sum + count, 0) < 5000;
}

function packPart(part: Part, problem: PackingProblem): Packing {
  const yes = (placement: readonly PlacedNode[]) =>
    ({ fits: "yes", placement: placement.map((node) => inWhole(node, part)) }) as const;
  const [first, ...others] = orderings(problem);
  const quick = first && firstFit(problem, first);
  if (quick !== undefined) return yes(quick);
  const shortage = shortageOf(problem);
  if (shortage !== undefined)
    return { fits: "no", part, shortage: shortageInWhole(shortage, part) };
  for (const ordering of others) {
    const placement = firstFit(problem, ordering);
    if (placement !== undefined) return yes(placement);
  }
  const found = searchPlacement(problem);
  if (found === undefined) return { fits: "no", part, shortage: undefined };
  // The search does not look at spreads.
  return found === "gave-up" || problem.pods.some(({ spread }) => spread !== undefined)
    ? { fits: "unknown", part }
    : yes(found);
}

/**
 * A placement as even as the scheduler's where that needs no more nodes than the
 * densest that is found; undefined: none is found.
 *
 * @param atLeast nodes that no placement goes below, where more is known than {@link fewestNodes}: what needs no more is taken at once
 */
export function likelyPlacement(
  problem: PackingProblem,
  atLeast = 0,
): readonly PlacedNode[] | undefined {
  const packing = pack(problem);
  if (packing.fits !== "yes") return undefined;
  const fewest = Math.max(atLeast, fewestNodes(problem));
  let best: readonly PlacedNode[] | undefined;
  let bestNodes = Infinity;
  for (const ordering of [...evenOrderings(problem), ...orderings(problem)]) {
    const placement = firstFit(problem, ordering);
    const nodes = placement === undefined ? Infinity : nodesOf(placement, problem);
    if (nodes < bestNodes) [best, bestNodes] = [placement, nodes];
    if (bestNodes <= fewest) return best;
  }
  return nodesOf(packing.placement, problem) < bestNodes ? packing.placement : best;
}

function evenOrderings(problem: PackingProblem): readonly Ordering[] {
  const ranks = new Set(orderings(problem).map(({ podRank }) => podRank));
  return [...ranks].map((podRank) => ({ podRank, take: "emptiest" }));
}

/** Nodes with pods, and those that are there in any case. */
function nodesOf(placement: readonly PlacedNode[], { nodes }: PackingProblem): number {
  return nodes.reduce((sum, { existing }, index) => {
    const used = placement.filter(({ nodeClass }) => nodeClass === index).length;
    return sum + Math.max(existing, used);
  }, 0);
}

/** Orders in which large or choosy pods come early, by different measures of large. */
function orderings({ resources }: PackingProblem): readonly Ordering[] {
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
    { podRank, take: "first" as const },
    { podRank, take: "fullest" as const },
  ]);
}

/** Number of nodes that accept a pod. */
function choice({ accepted }: PodClass, { nodes }: PackingProblem): number {
  return nodes.reduce((sum, { count }, index) => sum + (accepted[index] === true ? count : 0), 0);
}

/** What a pod asks for, as a share of the largest node. */
function share({ needs }: PodClass, resource: number, { nodes }: PackingProblem): number {
  const largest = Math.max(0, ...nodes.map(({ room }) => room[resource] ?? 0));
  return largest === 0 ? 0 : (needs[resource] ?? 0) / largest;
}

function largestShare(pod: PodClass, problem: PackingProblem): number {
  return Math.max(0, ...problem.resources.map((_, resource) => share(pod, resource, problem)));
}

function sumOfShares(pod: PodClass, problem: PackingProblem): number {
  return problem.resources.reduce((sum, _, resource) => sum + share(pod, resource, problem), 0);
}
