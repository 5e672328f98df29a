import { metricsApisOf } from "./releases/metrics-apis";
import { resolveReleases } from "./releases/resolve";
import {
  describe,
  type Inventory,
  type InventoryEntries,
  type InventoryPart,
  type Place,
} from "./model";

/** A part, and where its entries stand if that is not where they say. */
export interface PlacedPart extends InventoryPart {
  readonly at?: Place;
}

/** One inventory from many parts, in their order. Every reader ends here. */
export function buildInventory(parts: readonly PlacedPart[]): Inventory {
  // Of tens of thousands of parts each has a few of the lists.
  const having = new Map<string, PlacedPart[]>();
  for (const part of parts) {
    for (const list of Object.keys(part)) {
      const known = having.get(list);
      if (known === undefined) having.set(list, [part]);
      else known.push(part);
    }
  }
  return inventoryOf(<List extends keyof InventoryEntries>(list: List) =>
    (having.get(list) ?? []).flatMap((part): readonly InventoryEntries[List][] => {
      const { at: place } = part;
      const lists: InventoryPart = part;
      const entries: readonly InventoryEntries[List][] = lists[list] ?? [];
      return place === undefined ? entries : entries.map((entry) => ({ ...entry, place }));
    }),
  );
}

/** An inventory with another around it, whose objects of the same names it replaces. */
export function withSurroundings(inventory: Inventory, around: Inventory): Inventory {
  const names = new Set(inventory.contents.map(describe));
  const isReplaced = (entry: object) =>
    "kind" in entry &&
    "name" in entry &&
    names.has(
      describe({
        kind: String(entry.kind),
        name: String(entry.name),
        ...("namespace" in entry && entry.namespace !== undefined
          ? { namespace: String(entry.namespace) }
          : {}),
      }),
    );
  return inventoryOf(<List extends keyof InventoryEntries>(list: List) => {
    const own: readonly InventoryEntries[List][] = inventory[list];
    const others: readonly InventoryEntries[List][] = around[list];
    return [...own, ...others.filter((entry) => !isReplaced(entry))].filter(
      // Those of releases are made of the releases again.
      (entry) => !("owner" in entry && "releaseName" in entry.owner),
    );
  });
}

function inventoryOf(
  all: <List extends keyof InventoryEntries>(list: List) => readonly InventoryEntries[List][],
): Inventory {
  const contents = all("contents");
  const helmReleases = resolveReleases(all("helmReleases"), contents);
  return {
    workloads: all("workloads"),
    autoscalers: all("autoscalers"),
    verticalAutoscalers: all("verticalAutoscalers"),
    claims: all("claims"),
    persistentVolumes: all("persistentVolumes"),
    storageClasses: all("storageClasses"),
    services: all("services"),
    ingresses: all("ingresses"),
    networkPolicies: all("networkPolicies"),
    monitors: all("monitors"),
    namespaces: all("namespaces"),
    resourceQuotas: all("resourceQuotas"),
    limitRanges: all("limitRanges"),
    podDisruptionBudgets: all("podDisruptionBudgets"),
    serviceAccounts: all("serviceAccounts"),
    configMaps: all("configMaps"),
    secrets: all("secrets"),
    nodes: all("nodes"),
    customResourceDefinitions: all("customResourceDefinitions"),
    customResources: all("customResources"),
    helmReleases,
    metricsApiOwners: [...all("metricsApiOwners"), ...helmReleases.flatMap(metricsApisOf)],
    contents,
    terraformBlocks: all("terraformBlocks"),
  };
}
