import type { NodeShape } from "../../../environments/nodes/placement";
import { groupBy } from "../../../inventory/group-by";
import type { PodPlace } from "./problem-of";

/** Nodes that no pod can tell apart. */
export interface AlikeNodes<Node extends NodeShape> {
  /** One of them. */
  readonly node: Node;
  readonly all: readonly Node[];
}

/** Labels and fields by which a node can be told from others by its name alone. */
const NAMES = ["kubernetes.io/hostname", "metadata.name"] as const;

/** Keys of labels, and of fields, that places ask for. */
export function keysAskedFor(places: readonly PodPlace[]): ReadonlySet<string> {
  return new Set(
    places.flatMap(({ nodeSelector = {}, nodeAffinity = [] }) => [
      ...Object.keys(nodeSelector),
      ...nodeAffinity.flatMap(({ matchExpressions = [], matchFields = [] }) =>
        [...matchExpressions, ...matchFields].map(({ key }) => key),
      ),
    ]),
  );
}

/** Groups nodes that differ in nothing that is asked for. */
export function alikeNodes<Node extends NodeShape>(
  nodes: readonly Node[],
  keys: ReadonlySet<string>,
): readonly AlikeNodes<Node>[] {
  const groups = groupBy(nodes, ({ name, architecture, labels, taints, allocatable }) =>
    JSON.stringify([
      NAMES.some((key) => keys.has(key)) ? name : "",
      architecture,
      [...keys].map((key) => labels[key] ?? null),
      taints,
      sorted(allocatable),
    ]),
  );
  return [...groups.values()].flatMap((all) => {
    const [node] = all;
    return node === undefined ? [] : [{ node, all }];
  });
}

function sorted(amounts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(amounts).sort(([left], [right]) => (left < right ? -1 : 1));
}
