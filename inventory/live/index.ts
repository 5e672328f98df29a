import type { WantedKind } from "../cluster";
import { InventoryError, isObject } from "../json";
import { groupOf, type ReadObject } from "../kubernetes/object";
import { READ_KINDS } from "../kubernetes";
import type { ReadingProblem } from "../reading";
import type { LiveCluster, LiveEntries, LivePart } from "./model";
import {
  readLiveClaim,
  readLiveNamespace,
  readLiveNode,
  readLiveStorageClass,
  readLiveVolume,
  readQuota,
} from "./nodes";
import { readDeviceClaim, readDeviceClass, readDeviceSlice, readLease } from "./devices";
import { readFieldWriters } from "./field-writers";
import {
  readEndpoints,
  readEvent,
  readLiveApiService,
  readLiveService,
  readScaler,
  readWebhooks,
} from "./platform";
import { readController, readNamed, readPod } from "./pods";
import { readLiveSecret, readSecretStore, readSyncedSecret } from "./secrets";

export * from "./model";

/** How a kind is read, and what of it is asked for. */
interface LiveReader extends Omit<WantedKind, "kind"> {
  readonly read: (read: ReadObject) => LivePart;
}

const controllers = (kind: string, group: string): LiveReader => ({
  group,
  read: (read) => ({ controllers: [readController(kind, read)] }),
});
const scalers = (kind: string, group: string): LiveReader => ({
  group,
  read: (read) => ({ scalers: [readScaler(kind, read)] }),
});
const stores = (kind: string): LiveReader => ({
  group: "external-secrets.io",
  read: (read) => ({ secretStores: [readSecretStore(kind, read)] }),
});
const webhooks = (kind: string): LiveReader => ({
  group: "admissionregistration.k8s.io",
  read: (read) => ({ webhooks: readWebhooks(kind, read) }),
});

const READERS: Readonly<Record<string, LiveReader>> = {
  Pod: { group: "", read: (read) => ({ pods: [readPod(read)] }) },
  Node: { group: "", read: (read) => ({ nodes: [readLiveNode(read)] }) },
  Namespace: { group: "", read: (read) => ({ namespaces: [readLiveNamespace(read)] }) },
  Deployment: controllers("Deployment", "apps"),
  ReplicaSet: controllers("ReplicaSet", "apps"),
  StatefulSet: controllers("StatefulSet", "apps"),
  DaemonSet: controllers("DaemonSet", "apps"),
  Job: controllers("Job", "batch"),
  CronJob: controllers("CronJob", "batch"),
  PersistentVolumeClaim: { group: "", read: (read) => ({ claims: [readLiveClaim(read)] }) },
  PersistentVolume: { group: "", read: (read) => ({ volumes: [readLiveVolume(read)] }) },
  StorageClass: {
    group: "storage.k8s.io",
    read: (read) => ({ storageClasses: [readLiveStorageClass(read)] }),
  },
  CSIDriver: {
    group: "storage.k8s.io",
    read: (read) => ({ csiDrivers: [readNamed("CSIDriver", read)] }),
  },
  IngressClass: {
    group: "networking.k8s.io",
    read: (read) => ({ ingressClasses: [readNamed("IngressClass", read)] }),
  },
  ResourceQuota: { group: "", read: (read) => ({ quotas: [readQuota(read)] }) },
  HorizontalPodAutoscaler: scalers("HorizontalPodAutoscaler", "autoscaling"),
  ScaledObject: scalers("ScaledObject", "keda.sh"),
  ScaledJob: scalers("ScaledJob", "keda.sh"),
  ExternalSecret: {
    group: "external-secrets.io",
    read: (read) => ({ syncedSecrets: [readSyncedSecret(read)] }),
  },
  SecretStore: stores("SecretStore"),
  ClusterSecretStore: stores("ClusterSecretStore"),
  APIService: {
    group: "apiregistration.k8s.io",
    read: (read) => ({ apiServices: [readLiveApiService(read)] }),
  },
  ValidatingWebhookConfiguration: webhooks("ValidatingWebhookConfiguration"),
  MutatingWebhookConfiguration: webhooks("MutatingWebhookConfiguration"),
  EndpointSlice: {
    group: "discovery.k8s.io",
    read: (read) => ({ endpoints: readEndpoints(read) }),
  },
  Service: { group: "", read: (read) => ({ services: [readLiveService(read)] }) },
  ServiceAccount: {
    group: "",
    read: (read) => ({ serviceAccounts: [readNamed("ServiceAccount", read)] }),
  },
  Secret: { group: "", read: readLiveSecret },
  ResourceClaim: {
    group: "resource.k8s.io",
    read: (read) => ({ deviceClaims: [readDeviceClaim(read)] }),
  },
  DeviceClass: {
    group: "resource.k8s.io",
    read: (read) => ({ deviceClasses: [readDeviceClass(read)] }),
  },
  ResourceSlice: {
    group: "resource.k8s.io",
    read: (read) => ({ deviceSlices: [readDeviceSlice(read)] }),
  },
  // Those of the control plane and of KEDA's operator: each node has one as well.
  Lease: {
    group: "coordination.k8s.io",
    fieldSelectors: ["metadata.namespace=kube-system", "metadata.name=operator.keda.sh"],
    read: (read) => ({ leases: [readLease(read)] }),
  },
  Event: {
    group: "",
    // A busy cluster has tens of thousands; the normal ones are asked for by what they say.
    fieldSelectors: [
      "type=Warning",
      "type=Normal,involvedObject.kind=PersistentVolumeClaim",
      "type=Normal,reason=NotTriggerScaleUp",
      "type=Normal,reason=TriggeredScaleUp",
    ],
    mostPages: 10,
    read: (read) => ({ events: [readEvent(read)] }),
  },
};

/** Every kind that is read for the rules or for the state of the cluster. */
export const LIVE_KINDS: readonly WantedKind[] = [
  ...READ_KINDS.filter(({ kind }) => !Object.hasOwn(READERS, kind)),
  ...Object.entries(READERS).map(([kind, { read: _, ...wanted }]) => ({ kind, ...wanted })),
];

/** The state of a cluster, and which of its objects do not have their kind's shape. */
export function readLive(objects: readonly ReadObject[]): {
  readonly live: LiveCluster;
  readonly problems: readonly ReadingProblem[];
} {
  const parts: LivePart[] = [];
  const problems: ReadingProblem[] = [];
  for (const read of objects) {
    try {
      parts.push(partOf(read), readFieldWriters(read));
    } catch (error) {
      if (!(error instanceof InventoryError)) throw error;
      problems.push({ place: read.place, message: error.reason });
    }
  }
  return { live: assemble(parts), problems };
}

function partOf(read: ReadObject): LivePart {
  const { kind, apiVersion, metadata } = read.object;
  if (typeof kind !== "string" || typeof apiVersion !== "string" || !isObject(metadata)) return {};
  const reader = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  return reader !== undefined && groupOf(apiVersion) === reader.group ? reader.read(read) : {};
}

function assemble(parts: readonly LivePart[]): LiveCluster {
  const all = <List extends keyof LiveEntries>(list: List) =>
    parts.flatMap((part): readonly LiveEntries[List][] => part[list] ?? []);
  return {
    pods: all("pods"),
    nodes: all("nodes"),
    controllers: all("controllers"),
    claims: all("claims"),
    volumes: all("volumes"),
    storageClasses: all("storageClasses"),
    csiDrivers: all("csiDrivers"),
    ingressClasses: all("ingressClasses"),
    quotas: all("quotas"),
    scalers: all("scalers"),
    fieldWriters: all("fieldWriters"),
    syncedSecrets: all("syncedSecrets"),
    secretStores: all("secretStores"),
    apiServices: all("apiServices"),
    webhooks: all("webhooks"),
    endpoints: all("endpoints"),
    services: all("services"),
    secrets: all("secrets"),
    serviceAccounts: all("serviceAccounts"),
    releases: all("releases"),
    namespaces: all("namespaces"),
    deviceClaims: all("deviceClaims"),
    deviceClasses: all("deviceClasses"),
    deviceSlices: all("deviceSlices"),
    leases: all("leases"),
    events: all("events"),
  };
}
