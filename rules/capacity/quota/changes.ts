import { applicationIn, applicationPath } from "../../../environments/applications";
import { applicationFile } from "../../../environments/environment-file";
import type { EnvironmentSpec } from "../../../environments/schema";
import { describe, type Inventory, type ResourceQuota } from "../../../inventory/model";
import { amountOf } from "../../../environments/quantity";
import type { CapacityChange } from "../changes";
import { twoSmallest } from "../changes/change";
import { lowerCount, lowerResources, type ResourceOf } from "../changes/pod-changes";
import type { DataPath } from "../data-paths";
import { quantityText } from "../quantity-text";
import type { PodDemand, Situation } from "../situation";
import { perPod, podsOf, type Use, usesOf } from "./usage";

/** Of many workloads only those that ask for most are tried. */
const MOST_TRIED = 4;

/** A larger quota, which touches no other environment, and the smallest change of pods that brings them under it. */
export function quotaChanges(
  quota: ResourceQuota,
  over: readonly Use[],
  situation: Situation,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly CapacityChange[] {
  const holds = (next: Situation) =>
    next.quotas
      .filter(({ name, namespace }) => name === quota.name && namespace === quota.namespace)
      .every((own) => (usesOf(own, next, inventory) ?? []).every(({ used, hard }) => used <= hard));
  const largest = largestFirst(quota, over, situation).slice(0, MOST_TRIED);
  const parts = podResourcesOf(over);
  const ofPods = twoSmallest([
    ...largest.map((demand) => lowerCount(demand, situation, holds, spec)),
    ...largest.map((demand) => lowerResources(demand, parts, situation, holds, spec)),
  ]);
  return [raiseQuota(quota, over, spec), ...ofPods.slice(0, 1)].sort(
    (left, right) => left.size - right.size,
  );
}

/** The resources of pods that are over, apart from their number. */
function podResourcesOf(over: readonly Use[]): readonly ResourceOf[] {
  return over.flatMap(({ resource: text }): readonly ResourceOf[] => {
    const [, of = "requests", resource] = /^(?:(requests|limits)\.)?([^/]+)$/.exec(text) ?? [];
    return resource === undefined ? [] : [{ of: of === "limits" ? of : "requests", resource }];
  });
}

/** A quota with room for all that is over. */
export function raiseQuota(
  quota: ResourceQuota,
  over: readonly Use[],
  spec: EnvironmentSpec | undefined,
): CapacityChange {
  const raised = Object.fromEntries(
    over.map(({ resource, used }) => [resource, quantityText(resource, used)]),
  );
  const texts = over.map(({ resource, used, hard }) => {
    const to = quantityText(resource, used);
    const from = quantityText(resource, hard);
    const where = pathInData(quota, resource, hard, spec);
    return where === undefined
      ? `raise hard["${resource}"] of ${describe(quota)} from ${from} to ${to}`
      : `set ${where.path} to ${NUMBERS.has(resource) || GPUS.test(resource) ? to : `"${to}"`} in ${where.file} (now ${from})`;
  });
  return {
    kind: "quota",
    text: texts.join(" and "),
    size: Math.max(...over.map(({ used, hard }) => used / Math.max(1, hard) - 1)),
    apply: (situation) => ({
      ...situation,
      quotas: situation.quotas.map((other) =>
        other === quota ? { ...quota, hard: { ...quota.hard, ...raised } } : other,
      ),
    }),
  };
}

const MEMBERS = {
  "requests.cpu": "requestsCpu",
  "requests.memory": "requestsMemory",
  "limits.cpu": "limitsCpu",
  "limits.memory": "limitsMemory",
  pods: "pods",
  persistentvolumeclaims: "claims",
  "requests.storage": "storage",
  "count/jobs.batch": "jobs",
} as const;

/** Numbers in the data; the others are quantities. */
const NUMBERS: ReadonlySet<string> = new Set([
  "pods",
  "persistentvolumeclaims",
  "count/jobs.batch",
]);

/** GPUs and slices of them. */
const GPUS = /^requests\.(nvidia|amd)\.com\//;

function pathInData(
  { namespace }: ResourceQuota,
  resource: string,
  hard: number,
  spec: EnvironmentSpec | undefined,
): DataPath | undefined {
  const member =
    Object.entries(MEMBERS).find(([name]) => name === resource)?.[1] ??
    (GPUS.test(resource) ? "gpus" : undefined);
  const application = spec && applicationIn(spec, namespace ?? "");
  if (spec === undefined || member === undefined || application === undefined) return undefined;
  if (amountOf(resource, String(application.quota[member])) !== hard) return undefined;
  const path = applicationPath(application, `quota.${member}`);
  return { path, file: applicationFile(spec, application, ["quota", member]) };
}

function largestFirst(
  { namespace }: ResourceQuota,
  [first]: readonly Use[],
  situation: Situation,
): readonly PodDemand[] {
  const total = (demand: PodDemand) =>
    first === undefined ? 0 : (perPod(first.resource, demand) ?? 0) * podsOf(demand, situation);
  return situation.demands
    .filter((demand) => demand.namespace === namespace && total(demand) > 0)
    .sort((left, right) => total(right) - total(left));
}
