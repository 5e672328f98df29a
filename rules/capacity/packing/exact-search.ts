import {
  type NodeLoad,
  mostOn,
  type PlacedNode,
  type PodClass,
  type PackingProblem,
} from "./problem";

/** Steps after which the search gives up; some tenths of a second. */
const MOST_STEPS = 100_000;

/** A placement; undefined if the search went through all there are, `gave-up` if it did not get that far. */
export type SearchResult = readonly PlacedNode[] | undefined | "gave-up";

/**
 * Tries every way to place the pods that differs in what matters: pods of one
 * class are interchangeable, and so are nodes with the same rest. Spreads are
 * left out.
 */
export function searchPlacement(problem: PackingProblem): SearchResult {
  return new Search(problem).run();
}

interface SearchNode {
  readonly nodeClass: number;
  readonly room: number[];
  /** Number of pods by pod class. */
  readonly load: number[];
}

class Search {
  private readonly nodes: readonly SearchNode[];
  /** One entry for each pod: its class, largest first. */
  private readonly queue: readonly number[];
  /** Pod classes that do not share nodes freely: two nodes with the same rest differ if these differ. */
  private readonly picky: readonly number[];
  private steps = 0;

  constructor(private readonly problem: PackingProblem) {
    this.nodes = problem.nodes.flatMap(({ count, room }, nodeClass) =>
      Array.from({ length: count }, () => ({
        nodeClass,
        room: [...room],
        load: problem.pods.map(() => 0),
      })),
    );
    this.queue = problem.pods
      .map((pod, index) => ({ pod, index, hosts: pod.accepted.filter(Boolean).length }))
      .sort((left, right) => left.hosts - right.hosts || size(right.pod) - size(left.pod))
      .flatMap(({ pod, index }) => Array<number>(pod.count).fill(index));
    this.picky = problem.pods.flatMap(({ perNode, apartFrom }, index) =>
      perNode !== Infinity || apartFrom.size > 0 ? [index] : [],
    );
  }

  run(): SearchResult {
    // Each pod is at least one step.
    if (this.queue.length > MOST_STEPS / 10) return "gave-up";
    const found = this.place(0, 0);
    if (found === "gave-up") return found;
    if (!found) return undefined;
    return this.nodes
      .map(({ nodeClass, load }) => ({ nodeClass, load: loadOf(load) }))
      .filter(({ load }) => load.size > 0);
  }

  /** Places the pods from `position` on; pods of one class take nodes in order. */
  private place(position: number, firstNode: number): boolean | "gave-up" {
    const index = this.queue[position];
    const pod = index === undefined ? undefined : this.problem.pods[index];
    if (index === undefined || pod === undefined) return true;
    if ((this.steps += 1) > MOST_STEPS) return "gave-up";
    const sameNext = this.queue[position + 1] === index;
    const tried = new Set<string>();
    for (let at = firstNode; at < this.nodes.length; at += 1) {
      const node = this.nodes[at];
      if (node === undefined || !this.accepts(node, pod, index)) continue;
      const state = this.stateOf(node);
      if (tried.has(state)) continue;
      tried.add(state);
      move(node, pod, index, 1);
      const found = this.place(position + 1, sameNext ? at : 0);
      if (found !== false) return found;
      move(node, pod, index, -1);
    }
    return false;
  }

  private accepts({ nodeClass, room, load }: SearchNode, pod: PodClass, index: number): boolean {
    if (pod.accepted[nodeClass] !== true || mostOn(room, pod) === 0) return false;
    if ((load[index] ?? 0) >= pod.perNode) return false;
    for (const other of pod.apartFrom) if ((load[other] ?? 0) > 0) return false;
    return true;
  }

  private stateOf({ nodeClass, room, load }: SearchNode): string {
    return `${nodeClass}:${room.join()}:${this.picky.map((index) => load[index]).join()}`;
  }
}

function move(node: SearchNode, { needs }: PodClass, index: number, count: 1 | -1): void {
  needs.forEach((need, resource) => {
    node.room[resource] = (node.room[resource] ?? 0) - need * count;
  });
  node.load[index] = (node.load[index] ?? 0) + count;
}

function loadOf(counts: readonly number[]): NodeLoad {
  return new Map(counts.flatMap((count, index) => (count > 0 ? [[index, count] as const] : [])));
}

/** Any order is right; a good one fails early. */
function size({ needs }: PodClass): number {
  return Math.max(...needs, 0);
}
