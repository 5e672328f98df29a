import type { DeviceClaim, DeviceClass, DeviceSlice, LiveLease } from "./devices";
import type { LiveNamespace, LiveQuota, LiveRelease } from "./namespace";
import type { LiveNode } from "./node";
import type { LiveEvent, LiveObject, WrittenObject } from "./object";
import type { ApiService, Endpoints, LiveService, Scaler, Webhook } from "./platform";
import type { Controller, LivePod } from "./pods";
import type { LiveSecret, SecretStore, LiveExternalSecret } from "./secrets";
import type { LiveClaim, LiveStorageClass, LiveVolume } from "./storage";

export * from "./devices";
export * from "./namespace";
export * from "./node";
export * from "./object";
export * from "./platform";
export * from "./pods";
export * from "./secrets";
export * from "./storage";

/** What there is to a live cluster beside what its objects ask for. */
export interface LiveEntries {
  readonly pods: LivePod;
  readonly nodes: LiveNode;
  readonly controllers: Controller;
  readonly claims: LiveClaim;
  readonly volumes: LiveVolume;
  readonly storageClasses: LiveStorageClass;
  readonly csiDrivers: LiveObject;
  readonly ingressClasses: LiveObject;
  readonly quotas: LiveQuota;
  readonly scalers: Scaler;
  readonly fieldWriters: WrittenObject;
  readonly syncedSecrets: LiveExternalSecret;
  readonly secretStores: SecretStore;
  readonly apiServices: ApiService;
  readonly webhooks: Webhook;
  readonly endpoints: Endpoints;
  readonly services: LiveService;
  readonly secrets: LiveSecret;
  readonly serviceAccounts: LiveObject;
  readonly releases: LiveRelease;
  readonly namespaces: LiveNamespace;
  readonly deviceClaims: DeviceClaim;
  readonly deviceClasses: DeviceClass;
  readonly deviceSlices: DeviceSlice;
  readonly leases: LiveLease;
  readonly events: LiveEvent;
}

/** A live cluster, read. */
export type LiveCluster = {
  readonly [List in keyof LiveEntries]: readonly LiveEntries[List][];
};

/** What one object adds to it. */
export type LivePart = Partial<LiveCluster>;
