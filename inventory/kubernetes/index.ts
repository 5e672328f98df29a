import { contentOfObject } from "../contents";
import type { InventoryPart } from "../model";
import { readApiService, readCustomResourceDefinition } from "./apis";
import { readCustomResource } from "./custom-resources";
import { readHpa, readScaledJob, readScaledObject } from "./autoscalers";
import {
  readLimitRange,
  readNamespace,
  readPodDisruptionBudget,
  readResourceQuota,
  readServiceAccount,
} from "./namespaces";
import { readIngress, readMonitor, readNetworkPolicy, readService } from "./network";
import { readNode } from "./nodes";
import { groupOf, type ReadObject } from "./object";
import { readConfigMap, readExternalSecret, readSecret } from "./secrets";
import { readApplication, readApplicationSet } from "../releases/argo";
import { readFluxRelease } from "../releases/flux";
import { HELMFILE_RELEASE, readHelmfileRelease } from "../releases/helmfile";
import { readHelmChart } from "../releases/k3s";
import { readClaim, readClaimTemplates, readPersistentVolume, readStorageClass } from "./storage";
import { readVerticalAutoscaler } from "./vertical-autoscalers";
import { readWorkload } from "./workloads";

export type { ReadObject } from "./object";

/** How a kind is read, and the API group that it must be of: other groups have kinds of the same name. */
interface KindReader {
  /** Empty: the core group. */
  readonly group: string;
  readonly read: (read: ReadObject) => InventoryPart;
}

const READERS: Readonly<Record<string, KindReader>> = {
  Deployment: { group: "apps", read: (read) => ({ workloads: readWorkload("Deployment", read) }) },
  StatefulSet: {
    group: "apps",
    read: (read) => ({
      workloads: readWorkload("StatefulSet", read),
      claims: readClaimTemplates(read),
    }),
  },
  DaemonSet: { group: "apps", read: (read) => ({ workloads: readWorkload("DaemonSet", read) }) },
  Job: { group: "batch", read: (read) => ({ workloads: readWorkload("Job", read) }) },
  CronJob: { group: "batch", read: (read) => ({ workloads: readWorkload("CronJob", read) }) },
  Pod: { group: "", read: (read) => ({ workloads: readWorkload("Pod", read) }) },
  HorizontalPodAutoscaler: {
    group: "autoscaling",
    read: (read) => ({ autoscalers: [readHpa(read)] }),
  },
  VerticalPodAutoscaler: {
    group: "autoscaling.k8s.io",
    read: (read) => ({ verticalAutoscalers: [readVerticalAutoscaler(read)] }),
  },
  ScaledObject: {
    group: "keda.sh",
    read: (read) => ({ autoscalers: [readScaledObject(read)] }),
  },
  ScaledJob: {
    group: "keda.sh",
    read: (read) => ({
      workloads: readWorkload("ScaledJob", read),
      autoscalers: [readScaledJob(read)],
    }),
  },
  PersistentVolumeClaim: { group: "", read: (read) => ({ claims: [readClaim(read)] }) },
  PersistentVolume: {
    group: "",
    read: (read) => ({ persistentVolumes: [readPersistentVolume(read)] }),
  },
  StorageClass: {
    group: "storage.k8s.io",
    read: (read) => ({ storageClasses: [readStorageClass(read)] }),
  },
  Service: { group: "", read: (read) => ({ services: [readService(read)] }) },
  Ingress: { group: "networking.k8s.io", read: (read) => ({ ingresses: [readIngress(read)] }) },
  NetworkPolicy: {
    group: "networking.k8s.io",
    read: (read) => ({ networkPolicies: [readNetworkPolicy(read)] }),
  },
  ServiceMonitor: {
    group: "monitoring.coreos.com",
    read: (read) => ({ monitors: [readMonitor("ServiceMonitor", read)] }),
  },
  PodMonitor: {
    group: "monitoring.coreos.com",
    read: (read) => ({ monitors: [readMonitor("PodMonitor", read)] }),
  },
  Namespace: { group: "", read: (read) => ({ namespaces: [readNamespace(read)] }) },
  ResourceQuota: { group: "", read: (read) => ({ resourceQuotas: [readResourceQuota(read)] }) },
  LimitRange: { group: "", read: (read) => ({ limitRanges: [readLimitRange(read)] }) },
  PodDisruptionBudget: {
    group: "policy",
    read: (read) => ({ podDisruptionBudgets: [readPodDisruptionBudget(read)] }),
  },
  // Releases, and what they take their charts and values from.
  HelmRelease: {
    group: "helm.toolkit.fluxcd.io",
    read: (read) => ({ helmReleases: [readFluxRelease(read)] }),
  },
  HelmRepository: { group: "source.toolkit.fluxcd.io", read: () => ({}) },
  OCIRepository: { group: "source.toolkit.fluxcd.io", read: () => ({}) },
  Application: {
    group: "argoproj.io",
    read: (read) => ({ helmReleases: readApplication(read) }),
  },
  ApplicationSet: {
    group: "argoproj.io",
    read: (read) => ({ helmReleases: readApplicationSet(read) }),
  },
  HelmChart: { group: "helm.cattle.io", read: (read) => ({ helmReleases: [readHelmChart(read)] }) },
  // Of no API: what the reader of a helmfile makes of it.
  HelmfileRelease: {
    group: "helmfile",
    read: (read) => ({ helmReleases: readHelmfileRelease(read) }),
  },
  HelmChartConfig: { group: "helm.cattle.io", read: () => ({}) },
  ServiceAccount: { group: "", read: (read) => ({ serviceAccounts: [readServiceAccount(read)] }) },
  ConfigMap: { group: "", read: (read) => ({ configMaps: [readConfigMap(read)] }) },
  Secret: { group: "", read: (read) => ({ secrets: [readSecret(read)] }) },
  ExternalSecret: {
    group: "external-secrets.io",
    read: (read) => ({ secrets: [readExternalSecret(read)] }),
  },
  Node: { group: "", read: (read) => ({ nodes: [readNode(read)] }) },
  CustomResourceDefinition: {
    group: "apiextensions.k8s.io",
    read: (read) => ({ customResourceDefinitions: [readCustomResourceDefinition(read)] }),
  },
  APIService: {
    group: "apiregistration.k8s.io",
    read: (read) => ({ metricsApiOwners: readApiService(read) }),
  },
};

/** Every kind that the inventory reads, with its API group; for those who must ask for them one by one. */
export const READ_KINDS: readonly { readonly kind: string; readonly group: string }[] =
  Object.entries(READERS)
    .filter(([kind]) => kind !== HELMFILE_RELEASE.kind)
    .map(([kind, { group }]) => ({ kind, group }));

/**
 * What one Kubernetes object adds to the inventory. Kinds that no rule looks
 * at, and kinds of the same name in other API groups, add only their content,
 * and that they are custom resources, where they are.
 *
 * @throws InventoryError when the object does not have its kind's shape
 */
export function readKubernetesObject(read: ReadObject): InventoryPart {
  const { kind, apiVersion } = read.object;
  const content = contentOfObject(read);
  const any = {
    contents: content === undefined ? [] : [content],
    customResources: readCustomResource(read),
  };
  if (typeof kind !== "string" || !Object.hasOwn(READERS, kind)) return any;
  const reader = READERS[kind];
  if (reader === undefined || !isOfGroup(apiVersion, reader.group)) return any;
  return { ...any, ...reader.read(read) };
}

/** Typed resources name no version; their kind is of its own group. */
function isOfGroup(apiVersion: unknown, group: string): boolean {
  if (typeof apiVersion !== "string") return true;
  const found = groupOf(apiVersion);
  // Before Kubernetes 1.16 and 1.22: the same objects under their first group.
  return found === group || found === "extensions";
}
