import { fewestNodes } from "../../../rules/capacity/packing/fewest-nodes";
import { likelyPlacement } from "../../../rules/capacity/packing/pack";
import type { PackingProblem, PlacedNode } from "../../../rules/capacity/packing/problem";
import { Random } from "../../../testbed/model/random";

const node = (cpu: number, count: number, existing: number) => ({
  room: [cpu, 10],
  count,
  existing,
});
const pod = (cpu: number, count: number, accepted: readonly boolean[]) => ({
  needs: [cpu, 1],
  count,
  accepted,
  perNode: Infinity,
  apartFrom: new Set<number>(),
});
const problemOf = (
  nodes: PackingProblem["nodes"],
  pods: PackingProblem["pods"],
): PackingProblem => ({ resources: ["cpu", "pods"], nodes, pods });

/** Nodes with pods, and those that are there in any case. */
function nodesOf(placement: readonly PlacedNode[], { nodes }: PackingProblem): number {
  return nodes
    .map(({ existing }, index) =>
      Math.max(existing, placement.filter(({ nodeClass }) => nodeClass === index).length),
    )
    .reduce((sum, count) => sum + count, 0);
}

test("existing nodes count in any case, and pods of different pools add up", () => {
  expect(fewestNodes(problemOf([node(4, 3, 2)], []))).toBe(2);
  const nodes = [node(4, 9, 1), node(8, 9, 0)];
  // 13 CPUs are three nodes more than the one of 4; 17 CPUs are three of 8.
  const pods = [pod(1, 13, [true, false]), pod(1, 17, [false, true])];
  expect(fewestNodes(problemOf(nodes, pods))).toBe(1 + 3 + 3);
  // What either pool takes goes to the larger nodes: 30 CPUs less the 4 that are there, of 8 each.
  expect(fewestNodes(problemOf(nodes, [pod(1, 30, [true, true])]))).toBe(1 + 4);
});

/** Pools, and pods of which each takes some of them; seeds are reproducible. */
function randomProblem(seed: number): PackingProblem {
  const random = new Random(seed);
  const nodes = Array.from({ length: random.between(1, 3) }, () => {
    const count = random.between(1, 12);
    return node(random.between(3, 9), count, random.between(0, Math.min(2, count)));
  });
  const pods = Array.from({ length: random.between(1, 5) }, () =>
    pod(
      random.between(1, 5),
      random.between(1, 8),
      nodes.map(() => random.chance(0.6)),
    ),
  );
  return problemOf(nodes, pods);
}

test("no placement of 500 random problems has fewer, and knowing the number changes no placement", () => {
  let placed = 0;
  let reached = 0;
  for (let seed = 1; seed <= 500; seed += 1) {
    const problem = randomProblem(seed);
    const placement = likelyPlacement(problem);
    if (placement === undefined) continue;
    placed += 1;
    const nodes = nodesOf(placement, problem);
    expect({ seed, nodes: fewestNodes(problem) <= nodes }).toEqual({ seed, nodes: true });
    if (fewestNodes(problem) === nodes) reached += 1;
    expect({ seed, same: likelyPlacement(problem, nodes) }).toEqual({ seed, same: placement });
  }
  // A bound that is never reached would spare no search.
  expect(placed).toBeGreaterThan(150);
  expect(reached).toBeGreaterThan(placed / 2);
});

test("nodes beyond one for each pod change no placement", () => {
  let placed = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const { nodes, ...problem } = randomProblem(seed);
    const pods = problem.pods.reduce((sum, { count }) => sum + count, 0);
    const [enough, many] = [pods, 20 * pods].map((count) =>
      likelyPlacement({ ...problem, nodes: nodes.map((one) => ({ ...one, count })) }),
    );
    if (enough === undefined) continue;
    placed += 1;
    expect({ seed, placement: many }).toEqual({ seed, placement: enough });
  }
  expect(placed).toBeGreaterThan(50);
});
