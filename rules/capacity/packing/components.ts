import type { Shortage } from "./bounds";
import { canHost, type PlacedNode, type PackingProblem } from "./problem";

/** Classes of a problem that have nothing to do with its others; by their indices, ascending. */
export interface Part {
  readonly pods: readonly number[];
  readonly nodes: readonly number[];
}

/** Splits a problem: pods that compete for no node, not even through others, can be placed apart. */
export function components(problem: PackingProblem): readonly Part[] {
  const parts: { pods: number[]; nodes: Set<number> }[] = [];
  problem.pods.forEach((pod, index) => {
    if (pod.count === 0) return;
    const part = { pods: [index], nodes: new Set<number>() };
    problem.nodes.forEach((node, at) => {
      if (canHost(node, at, pod)) part.nodes.add(at);
    });
    for (const other of parts.filter(({ nodes }) => [...part.nodes].some((at) => nodes.has(at)))) {
      parts.splice(parts.indexOf(other), 1);
      part.pods.push(...other.pods);
      for (const at of other.nodes) part.nodes.add(at);
    }
    parts.push(part);
  });
  return parts.map(({ pods, nodes }) => ({
    pods: pods.sort((left, right) => left - right),
    nodes: [...nodes].sort((left, right) => left - right),
  }));
}

/** The part as a problem of its own. */
export function subproblem({ resources, nodes, pods }: PackingProblem, part: Part): PackingProblem {
  const position = new Map(part.pods.map((index, at) => [index, at]));
  return {
    resources,
    nodes: part.nodes.flatMap((index) => nodes[index] ?? []),
    pods: part.pods.flatMap((index) => {
      const pod = pods[index];
      if (pod === undefined) return [];
      const apartFrom = [...pod.apartFrom].flatMap((other) => position.get(other) ?? []);
      return {
        ...pod,
        accepted: part.nodes.map((node) => pod.accepted[node] === true),
        apartFrom: new Set(apartFrom),
      };
    }),
  };
}

/** A node of the part's placement, with the indices of the whole problem. */
export function inWhole({ nodeClass, load }: PlacedNode, part: Part): PlacedNode {
  return {
    nodeClass: part.nodes[nodeClass] ?? nodeClass,
    load: new Map([...load].map(([index, count]) => [part.pods[index] ?? index, count])),
  };
}

/** A shortage of the part, with the indices of the whole problem. */
export function shortageInWhole(shortage: Shortage, part: Part): Shortage {
  return {
    ...shortage,
    pods: shortage.pods.map((index) => part.pods[index] ?? index),
    nodes: shortage.nodes.map((index) => part.nodes[index] ?? index),
  };
}
