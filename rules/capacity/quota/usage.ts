import { type InventoryIndex, indexOf } from "../../../inventory/inventory-index";
import type { Inventory, ResourceQuota } from "../../../inventory/model";
import { amountOf } from "../../../environments/quantity";
import { daemonsOn } from "../node-room";
import type { PodDemand, Situation } from "../situation";

/** A resource of a quota, and what its namespace comes to at maximum scale. */
export interface Use {
  /** As the quota names it. */
  readonly resource: string;
  readonly hard: number;
  readonly used: number;
}

/**
 * What a namespace's pods and objects come to. A quota with scopes counts only
 * some pods, and which ones the inventory does not tell: undefined.
 *
 * Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function usesOf(
  quota: ResourceQuota,
  situation: Situation,
  inventory: Inventory,
): readonly Use[] | undefined {
  if (quota.scopes.length > 0) return undefined;
  const demands = situation.demands.filter(({ namespace }) => namespace === quota.namespace);
  return Object.entries(quota.hard).flatMap(([resource, text]) => {
    const hard = amountOf(resource, text);
    const used =
      podsUse(resource, demands, situation) ?? objectsUse(resource, quota.namespace, inventory);
    return used === undefined || Number.isNaN(hard) ? [] : [{ resource, hard, used }];
  });
}

/** What of {@link usesOf} the pods come to: all that changes with the number of pods. */
export function podUsesOf(quota: ResourceQuota, situation: Situation): readonly Use[] {
  if (quota.scopes.length > 0) return [];
  const demands = situation.demands.filter(({ namespace }) => namespace === quota.namespace);
  return Object.entries(quota.hard).flatMap(([resource, text]) => {
    const hard = amountOf(resource, text);
    const used = podsUse(resource, demands, situation);
    return used === undefined || Number.isNaN(hard) ? [] : [{ resource, hard, used }];
  });
}

/** What of a pod a resource of a quota counts. */
export function perPod(resource: string, { resources }: PodDemand): number | undefined {
  if (resource === "pods" || resource === "count/pods") return 1;
  const [, of, name = ""] = /^(requests|limits)\.(.+)$/.exec(resource) ?? [];
  if (of === "limits") return resources.limits[name] ?? 0;
  if (of === "requests") return name === "storage" ? undefined : (resources.requests[name] ?? 0);
  return COMPUTE.has(resource) ? (resources.requests[resource] ?? 0) : undefined;
}

/** Without a prefix these mean requests. */
const COMPUTE: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);

function podsUse(
  resource: string,
  demands: readonly PodDemand[],
  situation: Situation,
): number | undefined {
  let used = 0;
  for (const demand of demands) {
    const amount = perPod(resource, demand);
    if (amount === undefined) return undefined;
    used += amount * podsOf(demand, situation);
  }
  return perPodKnown(resource) ? used : undefined;
}

function perPodKnown(resource: string): boolean {
  return /^(pods|count\/pods|cpu|memory|ephemeral-storage|limits\..+|requests\.(?!storage$).+)$/.test(
    resource,
  );
}

/** A DaemonSet's pods are as many as the nodes that accept them. */
export function podsOf(demand: PodDemand, { pools }: Situation): number {
  if (!demand.everyNode) return demand.count;
  return pools.reduce(
    (sum, pool) => sum + (daemonsOn(pool, [demand]).length > 0 ? pool.max : 0),
    0,
  );
}

/** Most Jobs at work at once; finished ones that are kept come on top. */
function jobsOfScaledJobs(namespace: string, index: InventoryIndex): number {
  return index.workloads
    .in(namespace)
    .flatMap((workload) => (workload.kind === "ScaledJob" ? index.autoscalersOf(workload) : []))
    .reduce((sum, { max }) => sum + (max ?? 0), 0);
}

/** Objects that the inventory has: at least so many there will be. */
function objectsUse(resource: string, namespace: string, inventory: Inventory): number | undefined {
  const index = indexOf(inventory);
  const workloads = (kind: string) =>
    index.workloads.in(namespace).filter((workload) => workload.kind === kind).length;
  switch (resource.replace(/^count\//, "")) {
    case "persistentvolumeclaims":
      return index.claims.in(namespace).length;
    case "requests.storage":
      return index.claims
        .in(namespace)
        .reduce((sum, { size }) => sum + (amountOf("storage", size ?? "0") || 0), 0);
    case "jobs.batch":
      return workloads("Job") + jobsOfScaledJobs(namespace, index);
    case "services":
      return index.services.in(namespace).length;
    case "services.nodeports":
      return index.services
        .in(namespace)
        .filter(({ type }) => type === "NodePort")
        .reduce((sum, { ports }) => sum + ports.length, 0);
    case "configmaps":
      return index.configMaps.in(namespace).length;
    case "secrets":
      return index.secrets.in(namespace).length;
    case "deployments.apps":
      return workloads("Deployment");
    case "statefulsets.apps":
      return workloads("StatefulSet");
    case "daemonsets.apps":
      return workloads("DaemonSet");
    case "cronjobs.batch":
      return workloads("CronJob");
    default:
      return undefined;
  }
}
