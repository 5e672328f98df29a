import { metricsApisOf } from "./releases/metrics-apis";
import { resolveReleases } from "./releases/resolve";
import type { Inventory, InventoryEntries, InventoryPart } from "./model";

/** One inventory from many parts, in their order. Every reader ends here. */
export function buildInventory(parts: readonly InventoryPart[]): Inventory {
  const all = <List extends keyof InventoryEntries>(list: List) =>
    parts.flatMap((part): readonly InventoryEntries[List][] => part[list] ?? []);
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
