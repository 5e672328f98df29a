import { type NodeShape, refusals } from "../../../environments/nodes/placement";
import type { Pod } from "../../../rules/capacity/packs";

/** Whether pods fit, by trying every node for every pod: the packer's judge, with none of its ideas. */
export function fitsByBruteForce(nodes: readonly NodeShape[], pods: readonly Pod[]): boolean {
  const nodeOf: string[] = [];
  const place = (position: number): boolean => {
    if (position === pods.length) return true;
    return nodes.some(({ name }) => {
      nodeOf[position] = name;
      return (
        isPlacement(nodes, pods.slice(0, position + 1), nodeOf.slice(0, position + 1)) &&
        place(position + 1)
      );
    });
  };
  return place(0);
}

/** Whether every pod is on a node that accepts it, and no node holds too much. */
export function isPlacement(
  nodes: readonly NodeShape[],
  pods: readonly Pod[],
  nodeOf: readonly string[],
): boolean {
  return (
    nodes.every((node) => {
      const here = pods.filter((_, position) => nodeOf[position] === node.name);
      const together = new Map<string, number>([["pods", here.length]]);
      for (const { requests } of here)
        for (const [name, amount] of Object.entries(requests))
          together.set(name, (together.get(name) ?? 0) + amount);
      const apart = here.flatMap((pod) => pod.apart ?? []);
      return (
        here.every((pod) => refusals(node, { ...pod, requests: { pods: 0 } }).length === 0) &&
        [...together].every(([name, amount]) => amount <= (node.allocatable[name] ?? 0)) &&
        new Set(apart).size === apart.length
      );
    }) && nodeOf.every((name) => nodes.some((node) => node.name === name))
  );
}
