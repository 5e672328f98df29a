import type { ResourceAmounts } from "../../../environments/nodes/node-resources";
import {
  type NodeShape,
  type PodNeeds,
  type Refusal,
  refusals,
} from "../../../environments/nodes/placement";
import type { PodClass, PackingProblem, Spread } from "./problem";

/** Nodes that are alike. */
export interface NodeBatch {
  /** `allocatable` is what is left for the pods of the problem. */
  readonly node: NodeShape;
  readonly count: number;
  /** How many of `count` are there in any case. */
  readonly existing: number;
}

/** What a pod asks of its node, requests aside. */
export type PodPlace = Omit<PodNeeds, "requests">;

/** Pods that are alike; or of which so many always go on one node together. */
export interface PodBatch {
  readonly count: number;
  /** Of one of them, or of those that go together; with `pods`. */
  readonly requests: ResourceAmounts;
  /** What each asks of the node; several for pods that go together. */
  readonly places: readonly PodPlace[];
  /** Most of them on one node. */
  readonly perNode: number;
  /** Positions of the groups that they share no node with. */
  readonly apartFrom: ReadonlySet<number>;
  /** Largest difference between nodes that a hard spread allows. @default no hard spread */
  readonly maxSkew?: number;
}

/** The problem of placing these pods on these nodes; classes are in the order of the groups. */
export function problemOf(nodes: readonly NodeBatch[], pods: readonly PodBatch[]): PackingProblem {
  const resources = [
    ...new Set(
      pods.flatMap(({ requests }) => Object.keys(requests).filter((name) => requests[name] !== 0)),
    ),
  ];
  const refusalsOf = refusalsByPlace(nodes);
  return {
    resources,
    nodes: nodes.map(({ node, count, existing }) => ({
      room: resources.map((name) => node.allocatable[name] ?? 0),
      count,
      existing,
    })),
    pods: pods.map((pod) => podClass(pod, resources, refusalsOf(pod))),
  };
}

function podClass(
  { count, requests, perNode, apartFrom, maxSkew }: PodBatch,
  resources: readonly string[],
  refused: readonly (readonly Refusal[])[],
): PodClass {
  return {
    needs: resources.map((name) => requests[name] ?? 0),
    count,
    accepted: refused.map((reasons) => reasons.length === 0),
    perNode,
    apartFrom,
    ...(maxSkew === undefined ? {} : { spread: spreadOf(maxSkew, refused) }),
  };
}

/** A node counts for a spread unless selector or affinity exclude it; taints do not. */
function spreadOf(maxSkew: number, refused: readonly (readonly Refusal[])[]): Spread {
  const fromZero = refused.some(
    (reasons) => reasons.length > 0 && reasons.every(({ kind }) => kind === "taint"),
  );
  return { maxSkew, fromZero };
}

/** Of thousands of pods few ask for different places: each place is held against each node once. */
function refusalsByPlace(nodes: readonly NodeBatch[]) {
  const known = new Map<string, readonly (readonly Refusal[])[]>();
  return ({ places }: PodBatch) => {
    const key = JSON.stringify(places);
    const found =
      known.get(key) ??
      nodes.map(({ node }) =>
        places.flatMap((place) => refusals(node, { ...place, requests: { pods: 0 } })),
      );
    known.set(key, found);
    return found;
  };
}
