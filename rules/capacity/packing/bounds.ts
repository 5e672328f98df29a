import { canHost, mostOn, type PodClass, type PackingProblem } from "./problem";

/** Why pods cannot all be placed: some of them can go to few nodes only, and these hold too little. */
export interface Shortage {
  /** Pod classes that together are too much. */
  readonly pods: readonly number[];
  /** All node classes that could host one of them. */
  readonly nodes: readonly number[];
  /** Index of the resource that is short; undefined: nodes are, for pods that share none. */
  readonly resource: number | undefined;
  /** `amount` of the resource, or `pods` where a node's rest is too small for one more. */
  readonly unit: "amount" | "pods";
  readonly asked: number;
  readonly available: number;
}

/** So many sets of node classes are looked at; joined ones come last. */
const MOST_SETS = 64;

/** A proof that the pods do not fit, the one of the largest excess; undefined: none is found this way. */
export function shortageOf(problem: PackingProblem): Shortage | undefined {
  const hosts = problem.pods.map((pod) => hostsOf(problem, pod));
  const shortages = nodeSets(problem, hosts).flatMap((nodes) => {
    const within = new Set(nodes);
    const pods = problem.pods.flatMap((pod, index) =>
      pod.count > 0 && (hosts[index] ?? []).every((host) => within.has(host)) ? [index] : [],
    );
    return problem.resources.flatMap((_, resource) => [
      ...amountShortage(problem, pods, nodes, resource),
      ...wholePodsShortage(problem, pods, nodes, resource),
    ]);
  });
  const alone = problem.pods.flatMap((pod, index) =>
    nodesShortage(problem, pod, index, hosts[index] ?? []),
  );
  return [...shortages, ...alone].sort((left, right) => excess(right) - excess(left))[0];
}

function excess({ asked, available }: Shortage): number {
  return available === 0 ? Infinity : asked / available;
}

/** Which node classes can host one pod of the class. */
function hostsOf(problem: PackingProblem, pod: PodClass): readonly number[] {
  return problem.nodes.flatMap((node, index) => (canHost(node, index, pod) ? [index] : []));
}

/** The hosts of each pod class, and joined sets of them: only there several classes are too many together. */
function nodeSets(
  { pods }: PackingProblem,
  hosts: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const sets = new Map<string, readonly number[]>();
  const add = (set: readonly number[]) => sets.set(set.join(), set);
  hosts.forEach((set, index) => {
    if ((pods[index]?.count ?? 0) > 0) add(set);
  });
  const single = [...sets.values()].slice(0, MOST_SETS);
  for (const set of single) {
    for (const other of [...sets.values()]) {
      if (sets.size >= MOST_SETS) return [...sets.values()].slice(0, MOST_SETS);
      add([...new Set([...set, ...other])].sort((left, right) => left - right));
    }
  }
  return [...sets.values()];
}

/** Requests together against room together. */
function amountShortage(
  problem: PackingProblem,
  within: readonly number[],
  nodes: readonly number[],
  resource: number,
): readonly Shortage[] {
  const pods = within.filter((index) => need(problem, index, resource) > 0);
  const asked = sum(pods.map((index) => need(problem, index, resource) * count(problem, index)));
  const available = sum(
    nodes.map((index) => room(problem, index, resource) * size(problem, index)),
  );
  return asked > available ? [{ pods, nodes, resource, unit: "amount", asked, available }] : [];
}

/** Of pods that ask for so much or more a node holds as many as go into it whole; its rest is of no use to them. */
function wholePodsShortage(
  problem: PackingProblem,
  within: readonly number[],
  nodes: readonly number[],
  resource: number,
): readonly Shortage[] {
  const pods = within
    .filter((index) => need(problem, index, resource) > 0)
    .sort((left, right) => need(problem, right, resource) - need(problem, left, resource));
  let asked = 0;
  return pods.flatMap((index, position): readonly Shortage[] => {
    asked += count(problem, index);
    const smallest = need(problem, index, resource);
    const next = pods[position + 1];
    // Of pods that ask for the same all are counted, or none.
    if (next !== undefined && need(problem, next, resource) === smallest) return [];
    const available = sum(
      nodes.map(
        (node) => Math.floor(room(problem, node, resource) / smallest) * size(problem, node),
      ),
    );
    return asked > available
      ? [{ pods: pods.slice(0, position + 1), nodes, resource, unit: "pods", asked, available }]
      : [];
  });
}

/** One class alone, with all that limits it on a node. */
function nodesShortage(
  problem: PackingProblem,
  pod: PodClass,
  index: number,
  nodes: readonly number[],
): readonly Shortage[] {
  const available = sum(
    nodes.map((node) => mostOn(problem.nodes[node]?.room ?? [], pod) * size(problem, node)),
  );
  return pod.count > available && pod.perNode !== Infinity
    ? [{ pods: [index], nodes, resource: undefined, unit: "pods", asked: pod.count, available }]
    : [];
}

function need({ pods }: PackingProblem, index: number, resource: number): number {
  return pods[index]?.needs[resource] ?? 0;
}

function count({ pods }: PackingProblem, index: number): number {
  return pods[index]?.count ?? 0;
}

function room({ nodes }: PackingProblem, index: number, resource: number): number {
  return Math.max(0, nodes[index]?.room[resource] ?? 0);
}

function size({ nodes }: PackingProblem, index: number): number {
  return nodes[index]?.count ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
