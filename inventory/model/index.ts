import type { Autoscaler, VerticalAutoscaler } from "./autoscaler";
import type {
  ClusterNode,
  CustomResource,
  CustomResourceDefinition,
  HelmRelease,
  MetricsApiOwner,
} from "./components";
import type {
  ConfigMap,
  LimitRange,
  Namespace,
  PodDisruptionBudget,
  ProvidedSecret,
  ResourceQuota,
  ServiceAccount,
} from "./namespace";
import type { Content } from "./content";
import type { Ingress, Monitor, NetworkPolicy, Service } from "./network";
import type { Claim, PersistentVolume, StorageClass } from "./storage";
import type { TerraformBlock } from "./terraform";
import type { Workload } from "./workload";

export * from "./autoscaler";
export * from "./components";
export * from "./content";
export * from "./label-selector";
export * from "./namespace";
export * from "./network";
export * from "./object";
export * from "./pod";
export * from "./storage";
export * from "./terraform";
export * from "./workload";

/** What the inventory has lists of. */
export interface InventoryEntries {
  readonly workloads: Workload;
  readonly autoscalers: Autoscaler;
  readonly verticalAutoscalers: VerticalAutoscaler;
  readonly claims: Claim;
  readonly persistentVolumes: PersistentVolume;
  readonly storageClasses: StorageClass;
  readonly services: Service;
  readonly ingresses: Ingress;
  readonly networkPolicies: NetworkPolicy;
  readonly monitors: Monitor;
  readonly namespaces: Namespace;
  readonly resourceQuotas: ResourceQuota;
  readonly limitRanges: LimitRange;
  readonly podDisruptionBudgets: PodDisruptionBudget;
  readonly serviceAccounts: ServiceAccount;
  readonly configMaps: ConfigMap;
  readonly secrets: ProvidedSecret;
  readonly nodes: ClusterNode;
  readonly customResourceDefinitions: CustomResourceDefinition;
  readonly customResources: CustomResource;
  readonly helmReleases: HelmRelease;
  readonly metricsApiOwners: MetricsApiOwner;
  readonly contents: Content;
  readonly terraformBlocks: TerraformBlock;
}

/** What the rules see of an environment, wherever it was read from. */
export type Inventory = {
  readonly [List in keyof InventoryEntries]: readonly InventoryEntries[List][];
};

/** What one object, or one source, adds to an inventory. */
export type InventoryPart = Partial<Inventory>;
