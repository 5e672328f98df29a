import { canHost, mostOn, type PlacedNode, type PodClass, type PackingProblem } from "./problem";

/** A node while it is filled. */
interface OpenNode {
  readonly nodeClass: number;
  readonly existing: boolean;
  readonly room: number[];
  readonly load: Map<number, number>;
}

/** Order in which pods are placed, and nodes are looked at. */
export interface Ordering {
  /** Lower goes first. */
  readonly podRank: (pod: PodClass, problem: PackingProblem) => readonly number[];
  /**
   * Which of the nodes with room is taken; `emptiest` as the scheduler does, of
   * those that are there, and another is made only if none has room.
   */
  readonly take: "first" | "fullest" | "emptiest";
}

/** Places pods one class after the other. Undefined if a pod is left over, which proves nothing. */
export function firstFit(
  problem: PackingProblem,
  { podRank, take }: Ordering,
): readonly PlacedNode[] | undefined {
  const nodes = emptyNodes(problem);
  const order = problem.pods
    .map((pod, index) => ({ pod, index, rank: podRank(pod, problem) }))
    .sort((left, right) => compareRanks(left.rank, right.rank) || left.index - right.index);
  for (const { pod, index } of order) {
    const eligible = nodes.filter(({ nodeClass }) => pod.accepted[nodeClass] === true);
    const placed =
      take === "emptiest"
        ? placeEvenly(pod, index, eligible, problem)
        : placeInOrder(pod, index, take === "fullest" ? byFullness(eligible, problem) : eligible);
    if (!placed) return undefined;
  }
  return nodes.filter(({ load }) => load.size > 0);
}

/**
 * Nodes that exist come first, then those that few pods can use: the others are kept for pods that need them.
 * More of one kind than there are pods stay empty in any case, and are left out.
 */
function emptyNodes({ nodes, pods }: PackingProblem): OpenNode[] {
  const most = pods.reduce((sum, { count }) => sum + count, 0);
  const users = nodes.map((node, index) => pods.filter((pod) => canHost(node, index, pod)).length);
  return nodes
    .flatMap(({ room, count, existing }, nodeClass) =>
      Array.from({ length: Math.min(count, Math.max(existing, most)) }, (_, position) => ({
        nodeClass,
        existing: position < existing,
        room: [...room],
        load: new Map<number, number>(),
      })),
    )
    .sort(
      (left, right) =>
        Number(right.existing) - Number(left.existing) ||
        (users[left.nodeClass] ?? 0) - (users[right.nodeClass] ?? 0) ||
        left.nodeClass - right.nodeClass,
    );
}

function placeInOrder(pod: PodClass, index: number, eligible: readonly OpenNode[]): boolean {
  let left = pod.count;
  for (const [position, node] of eligible.entries()) {
    if (left === 0) break;
    const most = Math.min(pod.perNode, spreadLimit(pod, position, eligible.length));
    const placed = Math.min(left, roomFor(pod, index, node, most));
    if (placed > 0) {
      put(pod, index, placed, node);
      left -= placed;
    }
  }
  return left === 0;
}

function placeEvenly(
  pod: PodClass,
  index: number,
  eligible: readonly OpenNode[],
  problem: PackingProblem,
): boolean {
  const roomOf = (node: OpenNode, position: number) =>
    roomFor(pod, index, node, Math.min(pod.perNode, spreadLimit(pod, position, eligible.length)));
  // A pod changes the node that it is put on, and no other.
  const free = eligible.map((node, position) => roomOf(node, position) > 0);
  const full = eligible.map((node) => fullness(node, problem));
  for (let left = pod.count; left > 0; left -= 1) {
    const position = emptiest(eligible, free, full);
    const node = eligible[position];
    if (node === undefined) return false;
    put(pod, index, 1, node);
    free[position] = roomOf(node, position) > 0;
    full[position] = fullness(node, problem);
  }
  return true;
}

/** The emptiest node with room that is there, else the first with room; -1: none has room. */
function emptiest(
  nodes: readonly OpenNode[],
  free: readonly boolean[],
  full: readonly number[],
): number {
  let least = -1;
  let leastFull = Infinity;
  for (const [position, { existing, load }] of nodes.entries()) {
    const fullHere = full[position] ?? 0;
    const isThere = existing || load.size > 0;
    if (free[position] === true && isThere && fullHere < leastFull) {
      least = position;
      leastFull = fullHere;
    }
  }
  return least === -1 ? free.indexOf(true) : least;
}

/**
 * A hard spread holds where no node has more than the skew, even beside an empty
 * one; with more pods than that, where every node has the same number or one less.
 */
function spreadLimit({ spread, count }: PodClass, position: number, nodes: number): number {
  if (spread === undefined) return Infinity;
  const { maxSkew, fromZero } = spread;
  if (fromZero || count <= maxSkew * nodes) return maxSkew;
  return Math.floor(count / nodes) + (position < count % nodes ? 1 : 0);
}

function roomFor(pod: PodClass, index: number, node: OpenNode, most: number): number {
  for (const other of pod.apartFrom) if (node.load.has(other)) return 0;
  return Math.min(mostOn(node.room, pod), most - (node.load.get(index) ?? 0));
}

function put(pod: PodClass, index: number, count: number, node: OpenNode): void {
  pod.needs.forEach((need, resource) => {
    node.room[resource] = (node.room[resource] ?? 0) - need * count;
  });
  node.load.set(index, (node.load.get(index) ?? 0) + count);
}

function byFullness(nodes: readonly OpenNode[], problem: PackingProblem): readonly OpenNode[] {
  return nodes
    .map((node) => ({ node, full: fullness(node, problem) }))
    .sort((left, right) => right.full - left.full)
    .map(({ node }) => node);
}

/** Largest share of a resource that is used. */
function fullness({ room, nodeClass }: OpenNode, { nodes }: PackingProblem): number {
  const whole = nodes[nodeClass]?.room ?? [];
  let largest = -Infinity;
  for (const [resource, left] of room.entries()) {
    const all = whole[resource] ?? 0;
    largest = Math.max(largest, all <= 0 ? 0 : 1 - left / all);
  }
  return largest;
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [position, value] of left.entries()) {
    const difference = value - (right[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
