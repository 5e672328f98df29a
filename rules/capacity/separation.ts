import { groupBy } from "../../inventory/group-by";
import { type LabelSelector, selects } from "../../inventory/model";
import type { PodDemand } from "./situation";

const HOSTNAME = "kubernetes.io/hostname";

/** Which pods share no node, by required anti-affinity over hostnames: pairs of positions, mutual; a pod with itself too. */
export function separations(demands: readonly PodDemand[]): readonly ReadonlySet<number>[] {
  const apart = demands.map(() => new Set<number>());
  const candidates = candidatesOf(demands);
  demands.forEach(({ antiAffinity, namespace }, index) => {
    for (const { topologyKey, selector, namespaces } of antiAffinity) {
      if (topologyKey !== HOSTNAME || selector === undefined) continue;
      for (const other of candidates(namespaces.length > 0 ? namespaces : [namespace], selector)) {
        if (!selects(selector, demands[other]?.labels ?? {})) continue;
        apart[index]?.add(other);
        apart[other]?.add(index);
      }
    }
  });
  return apart;
}

/** Positions of pods that a selector may select: by namespace and, where it names one, a label. */
function candidatesOf(demands: readonly PodDemand[]) {
  const positions = [...demands.keys()];
  const byNamespace = groupBy(positions, (index) => demands[index]?.namespace ?? "");
  const byLabel = groupBy(
    positions.flatMap((index) =>
      Object.entries(demands[index]?.labels ?? {}).map(([key, value]) => ({ index, key, value })),
    ),
    ({ index, key, value }) => JSON.stringify([demands[index]?.namespace, key, value]),
  );
  return (namespaces: readonly string[], { matchLabels }: LabelSelector): readonly number[] => {
    const [label] = Object.entries(matchLabels);
    return namespaces.flatMap((namespace) =>
      label === undefined
        ? (byNamespace.get(namespace) ?? [])
        : (byLabel.get(JSON.stringify([namespace, ...label])) ?? []).map(({ index }) => index),
    );
  };
}

/** The strictest hard spread of pods over hostnames among themselves; undefined: none. */
export function hostSpread({ hardSpread, labels }: PodDemand): number | undefined {
  const skews = hardSpread
    .filter(
      ({ topologyKey, selector }) =>
        topologyKey === HOSTNAME && selector !== undefined && selects(selector, labels),
    )
    .map(({ maxSkew }) => maxSkew);
  return skews.length === 0 ? undefined : Math.min(...skews);
}
