import type { NodeShape, PodNeeds } from "../../environments/nodes/placement";
import { groupBy } from "../../inventory/group-by";
import { alikeNodes, keysAskedFor } from "./packing/alike-nodes";
import { pack } from "./packing/pack";
import { type PodBatch, problemOf } from "./packing/problem-of";

/** A pod to be placed. */
export interface Pod extends PodNeeds {
  /**
   * Pods that name the same do not share a node: required anti-affinity by
   * hostname among themselves.
   *
   * @default shares a node with any
   */
  readonly apart?: string;
}

/** Whether pods fit on nodes, all at once. */
export type PackingVerdict =
  | {
      readonly fits: "yes";
      /** Name of the node of each pod, in the order of the pods. */
      readonly nodeOf: readonly string[];
    }
  /** Proven. */
  | { readonly fits: "no" }
  /** No placement was found, and none was proven impossible. */
  | { readonly fits: "unknown" };

/**
 * Whether the nodes can hold all pods at once, by what kube-scheduler requires:
 * node selector, required node affinity, taints, requests.
 *
 * @param nodes their `allocatable` is what is left for these pods; names are distinct
 */
export function packs(nodes: readonly NodeShape[], pods: readonly Pod[]): PackingVerdict {
  const nodeGroups = alikeNodes(nodes, keysAskedFor(pods));
  const positions = [
    ...groupBy([...pods.keys()], (position) => JSON.stringify(pods[position])).values(),
  ];
  const packing = pack(
    problemOf(
      nodeGroups.map(({ node, all }) => ({ node, count: all.length, existing: all.length })),
      positions.map((alike) => podGroup(pods, alike, positions)),
    ),
  );
  if (packing.fits !== "yes") return { fits: packing.fits };
  const names = nodeGroups.map(({ all }) => all.map(({ name }) => name));
  const waiting = positions.map((alike) => [...alike]);
  const nodeOf = pods.map(() => "");
  for (const { nodeClass, load } of packing.placement) {
    const name = names[nodeClass]?.shift() ?? "";
    for (const [group, count] of load)
      for (const position of waiting[group]?.splice(0, count) ?? []) nodeOf[position] = name;
  }
  return { fits: "yes", nodeOf };
}

/** Pods that are alike, by their positions. */
function podGroup(
  pods: readonly Pod[],
  alike: readonly number[],
  groups: readonly (readonly number[])[],
): PodBatch {
  const [first = -1] = alike;
  const { requests = {}, apart, ...place } = pods[first] ?? {};
  const others = groups.flatMap((group, index) =>
    apart !== undefined && group !== alike && pods[group[0] ?? -1]?.apart === apart ? [index] : [],
  );
  return {
    count: alike.length,
    requests: { pods: 1, ...requests },
    places: [place],
    perNode: apart === undefined ? Infinity : 1,
    apartFrom: new Set(others),
  };
}
