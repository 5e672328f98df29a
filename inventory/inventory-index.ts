import { groupBy } from "./group-by";
import {
  type Autoscaler,
  type Claim,
  type ConfigMap,
  describe,
  type Inventory,
  type LimitRange,
  type Monitor,
  type Namespace,
  type NetworkPolicy,
  type ObjectName,
  type PersistentVolume,
  type PodDisruptionBudget,
  type ProvidedSecret,
  type ResourceQuota,
  type Service,
  type ServiceAccount,
  type StorageClass,
  type Workload,
} from "./model";

/** Objects of one list by name and by namespace; laid out when first asked for. */
export class ObjectIndex<T extends ObjectName> {
  private byName: ReadonlyMap<string, readonly T[]> | undefined;
  private byNamespace: ReadonlyMap<string | undefined, readonly T[]> | undefined;

  constructor(private readonly objects: readonly T[]) {}

  /** The object of this kind, namespace and name; of several the first. */
  find(name: ObjectName): T | undefined {
    this.byName ??= groupBy(this.objects, describe);
    return this.byName.get(describe(name))?.[0];
  }

  /** All objects in a namespace. */
  in(namespace: string): readonly T[] {
    this.byNamespace ??= groupBy(this.objects, (object) => object.namespace);
    return this.byNamespace.get(namespace) ?? [];
  }
}

/** Ways through an inventory that do not search whole lists. */
export class InventoryIndex {
  readonly workloads: ObjectIndex<Workload>;
  readonly autoscalers: ObjectIndex<Autoscaler>;
  readonly claims: ObjectIndex<Claim>;
  readonly persistentVolumes: ObjectIndex<PersistentVolume>;
  readonly storageClasses: ObjectIndex<StorageClass>;
  readonly services: ObjectIndex<Service>;
  readonly networkPolicies: ObjectIndex<NetworkPolicy>;
  readonly monitors: ObjectIndex<Monitor>;
  readonly namespaces: ObjectIndex<Namespace>;
  readonly resourceQuotas: ObjectIndex<ResourceQuota>;
  readonly limitRanges: ObjectIndex<LimitRange>;
  readonly podDisruptionBudgets: ObjectIndex<PodDisruptionBudget>;
  readonly serviceAccounts: ObjectIndex<ServiceAccount>;
  readonly configMaps: ObjectIndex<ConfigMap>;
  readonly secrets: ObjectIndex<ProvidedSecret>;
  private autoscalersByTarget: ReadonlyMap<string, readonly Autoscaler[]> | undefined;
  private usesByClaim: ReadonlyMap<string, readonly ClaimUse[]> | undefined;

  constructor(private readonly inventory: Inventory) {
    this.workloads = new ObjectIndex(inventory.workloads);
    this.autoscalers = new ObjectIndex(inventory.autoscalers);
    this.claims = new ObjectIndex(inventory.claims);
    this.persistentVolumes = new ObjectIndex(inventory.persistentVolumes);
    this.storageClasses = new ObjectIndex(inventory.storageClasses);
    this.services = new ObjectIndex(inventory.services);
    this.networkPolicies = new ObjectIndex(inventory.networkPolicies);
    this.monitors = new ObjectIndex(inventory.monitors);
    this.namespaces = new ObjectIndex(inventory.namespaces);
    this.resourceQuotas = new ObjectIndex(inventory.resourceQuotas);
    this.limitRanges = new ObjectIndex(inventory.limitRanges);
    this.podDisruptionBudgets = new ObjectIndex(inventory.podDisruptionBudgets);
    this.serviceAccounts = new ObjectIndex(inventory.serviceAccounts);
    this.configMaps = new ObjectIndex(inventory.configMaps);
    this.secrets = new ObjectIndex(inventory.secrets);
  }

  /** All that scale the workload of this kind, namespace and name. */
  autoscalersOf(workload: ObjectName): readonly Autoscaler[] {
    this.autoscalersByTarget ??= groupBy(this.inventory.autoscalers, (autoscaler) =>
      describe(targetOf(autoscaler)),
    );
    return this.autoscalersByTarget.get(describe(workload)) ?? [];
  }

  /** The workloads whose pods mount a claim; none for a template of claims. */
  usersOf(claim: Claim): readonly Workload[] {
    this.usesByClaim ??= groupBy(this.inventory.workloads.flatMap(usesOf), (use) => use.claim);
    if (claim.statefulSet !== undefined) return [];
    return (this.usesByClaim.get(describe(claim)) ?? []).map(({ workload }) => workload);
  }
}

const INDEXES = new WeakMap<Inventory, InventoryIndex>();

/** The index of an inventory, the same for every rule that asks. */
export function indexOf(inventory: Inventory): InventoryIndex {
  const index = INDEXES.get(inventory) ?? new InventoryIndex(inventory);
  INDEXES.set(inventory, index);
  return index;
}

/** Name of the workload that an autoscaler scales. */
export function targetOf({ namespace, target }: Autoscaler): ObjectName {
  return { kind: target.kind, namespace, name: target.name };
}

/** A workload whose pods mount a claim. */
interface ClaimUse {
  /** The claim, as `describe` names it. */
  readonly claim: string;
  readonly workload: Workload;
}

/** Each claim that a workload's pods mount, once. */
function usesOf(workload: Workload): readonly ClaimUse[] {
  const { namespace, pod } = workload;
  const claims = pod.volumes.flatMap((volume) => (volume.kind === "claim" ? [volume.claim] : []));
  return [...new Set(claims)].map((name) => ({
    claim: describe({ kind: "PersistentVolumeClaim", namespace, name }),
    workload,
  }));
}
