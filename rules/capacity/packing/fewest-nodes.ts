import type { PackingProblem } from "./problem";

/** More nodes than those that are there, for pods that only these node classes accept. */
interface Extra {
  readonly classes: readonly number[];
  readonly nodes: number;
}

/**
 * A number of nodes that no placement goes below: those that are there, and what the sum of the pods'
 * requests asks for beyond them. Pods of disjoint sets of nodes add up.
 */
export function fewestNodes(problem: PackingProblem): number {
  const existing = problem.nodes.reduce((sum, node) => sum + node.existing, 0);
  const extras = acceptingSets(problem)
    .map((classes): Extra => ({ classes, nodes: extraNodes(classes, problem) }))
    .toSorted((left, right) => right.nodes - left.nodes);
  const counted = new Set<number>();
  let sum = existing;
  for (const { classes, nodes } of extras) {
    if (classes.some((index) => counted.has(index))) continue;
    sum += nodes;
    for (const index of classes) counted.add(index);
  }
  return sum;
}

/** Every set of node classes that is all that some pods are accepted by. */
function acceptingSets({ pods }: PackingProblem): readonly (readonly number[])[] {
  const sets = new Map(
    pods.map(({ accepted }) => {
      const classes = accepted.flatMap((accepts, index) => (accepts ? [index] : []));
      return [classes.join(), classes] as const;
    }),
  );
  return [...sets.values()];
}

/** Nodes beyond the existing ones that the pods of these classes alone need. */
function extraNodes(classes: readonly number[], { resources, nodes, pods }: PackingProblem) {
  const own = pods.filter(({ accepted }) =>
    accepted.every((accepts, index) => !accepts || classes.includes(index)),
  );
  const room = (index: number, resource: number) => Math.max(0, nodes[index]?.room[resource] ?? 0);
  return Math.max(
    0,
    ...resources.map((_, resource) => {
      const asked = own.reduce((sum, { needs, count }) => sum + (needs[resource] ?? 0) * count, 0);
      const there = classes.reduce(
        (sum, index) => sum + room(index, resource) * (nodes[index]?.existing ?? 0),
        0,
      );
      const largest = Math.max(0, ...classes.map((index) => room(index, resource)));
      return largest === 0 ? 0 : Math.max(0, Math.ceil((asked - there) / largest));
    }),
  );
}
