import type { NodeSelectorTerm } from "../../environments/nodes/node-affinity";
import type { NodeShape } from "../../environments/nodes/placement";
import type { Labels, ObjectName, PodTemplate, Quantities } from "../model";

/** A condition of an object's status. */
export interface Condition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** Milliseconds since 1970; undefined: not said. */
  readonly since: number | undefined;
}

/** What every object of a cluster says of itself. Times are milliseconds since 1970. */
export interface LiveObject extends ObjectName {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly created: number | undefined;
  /** When it was to be gone; undefined: nobody deletes it. */
  readonly deleting: number | undefined;
  readonly finalizers: readonly string[];
  /** The object that controls it, in the same namespace. */
  readonly owner: ObjectName | undefined;
}

/** Why a container waits, or how it ended. */
export interface ContainerEnd {
  readonly reason: string;
  readonly message: string;
  /** Undefined while it waits. */
  readonly exitCode: number | undefined;
  /** Milliseconds since 1970; undefined: not said, or it waits. */
  readonly finished: number | undefined;
}

export interface ContainerState {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  readonly waiting: ContainerEnd | undefined;
  readonly terminated: ContainerEnd | undefined;
  /** How its last run ended. */
  readonly last: ContainerEnd | undefined;
}

export interface LivePod extends LiveObject {
  readonly namespace: string;
  readonly phase: string;
  /** Undefined: not placed yet. */
  readonly node: string | undefined;
  readonly schedulerName: string;
  /** Names of the gates that keep the scheduler from looking at it. */
  readonly schedulingGates: readonly string[];
  /** Seconds that it is given to end. */
  readonly grace: number;
  readonly template: PodTemplate;
  readonly containers: readonly ContainerState[];
  readonly conditions: readonly Condition[];
}

export interface LiveNode extends LiveObject {
  readonly shape: NodeShape;
  readonly unschedulable: boolean;
  readonly conditions: readonly Condition[];
}

/** What makes pods: Deployment, ReplicaSet, StatefulSet, DaemonSet or Job. */
export interface Controller extends LiveObject {
  readonly namespace: string;
  readonly desired: number;
  /** Pods that there are. */
  readonly current: number;
  readonly ready: number;
  readonly conditions: readonly Condition[];
}

export interface LiveClaim extends LiveObject {
  readonly namespace: string;
  readonly phase: string;
  /** StorageClass; undefined: none said, empty: none. */
  readonly className: string | undefined;
  readonly volumeName: string | undefined;
  readonly accessModes: readonly string[];
  /** Size that it asks for. */
  readonly requested: string | undefined;
}

export interface LiveVolume extends LiveObject {
  readonly phase: string;
  readonly className: string;
  readonly nodeAffinity: readonly NodeSelectorTerm[] | undefined;
  readonly claim: ObjectName | undefined;
}

export interface LiveQuota extends LiveObject {
  readonly namespace: string;
  readonly hard: Quantities;
  readonly used: Quantities;
}

/** HPA, ScaledObject or ScaledJob. */
export interface Scaler extends LiveObject {
  readonly namespace: string;
  readonly conditions: readonly Condition[];
  /** Of a ScaledObject: metrics that fail, and how often in a row. */
  readonly failing: Readonly<Record<string, number>>;
  readonly target: ObjectName | undefined;
}

/** ExternalSecret, and what it is read from. */
export interface SyncedSecret extends LiveObject {
  readonly namespace: string;
  readonly secretName: string;
  readonly store: ObjectName | undefined;
  readonly conditions: readonly Condition[];
  readonly refreshed: number | undefined;
  /** Seconds; 0: never again. */
  readonly interval: number;
}

/** SecretStore or ClusterSecretStore. */
export interface SecretStore extends LiveObject {
  readonly conditions: readonly Condition[];
}

export interface ApiService extends LiveObject {
  /** Undefined: the API server's own. */
  readonly service: ObjectName | undefined;
  readonly conditions: readonly Condition[];
}

/** One webhook of an admission configuration. */
export interface Webhook extends LiveObject {
  readonly webhook: string;
  readonly service: ObjectName | undefined;
  /** `Fail` or `Ignore`. */
  readonly failurePolicy: string;
}

/** Addresses behind a Service. */
export interface Endpoints extends LiveObject {
  readonly service: string;
  readonly ready: number;
  readonly notReady: number;
}

export interface LiveSecret extends LiveObject {
  readonly namespace: string;
  readonly type: string;
  /** Names of its entries; values are never kept. */
  readonly keys: readonly string[];
  /** Registries that it has credentials for; undefined: it holds none, or not readable ones. */
  readonly registries: readonly string[] | undefined;
}

/** Last revision of a Helm release. */
export interface LiveRelease extends LiveObject {
  readonly namespace: string;
  readonly release: string;
  readonly revision: number;
  /** E.g. `deployed`, `failed`, `pending-upgrade`. */
  readonly status: string;
}

export interface LiveNamespace extends LiveObject {
  readonly phase: string;
  readonly conditions: readonly Condition[];
}

export interface LiveService extends LiveObject {
  readonly namespace: string;
  /** Its endpoints are those of pods that it selects. */
  readonly selects: boolean;
}

export interface LiveEvent {
  readonly about: ObjectName;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Of the last time; undefined: not said. */
  readonly last: number | undefined;
}

export interface LiveStorageClass extends LiveObject {
  readonly provisioner: string;
  readonly waitsForPod: boolean;
  readonly isDefault: boolean;
}

/** What there is to a live cluster beside what its objects ask for. */
export interface LiveEntries {
  readonly pods: LivePod;
  readonly nodes: LiveNode;
  readonly controllers: Controller;
  readonly claims: LiveClaim;
  readonly volumes: LiveVolume;
  readonly storageClasses: LiveStorageClass;
  readonly csiDrivers: LiveObject;
  readonly quotas: LiveQuota;
  readonly scalers: Scaler;
  readonly syncedSecrets: SyncedSecret;
  readonly secretStores: SecretStore;
  readonly apiServices: ApiService;
  readonly webhooks: Webhook;
  readonly endpoints: Endpoints;
  readonly services: LiveService;
  readonly secrets: LiveSecret;
  readonly serviceAccounts: LiveObject;
  readonly releases: LiveRelease;
  readonly namespaces: LiveNamespace;
  readonly events: LiveEvent;
}
export type LiveCluster = {
  readonly [List in keyof LiveEntries]: readonly LiveEntries[List][];
};
export type LivePart = Partial<LiveCluster>;
