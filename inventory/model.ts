/** Where an object is declared. */
export interface Place {
  /** Terraform stack. */
  readonly stack: string;
  /** Terraform address inside the stack, e.g. `kubernetes_deployment_v1.worker`. */
  readonly address: string;
}

/** What names an object. */
export interface ObjectName {
  readonly kind: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
}

/** An object and where it is declared. */
export interface Declared extends ObjectName {
  readonly place: Place;
}

/** Requests of a container, as written, e.g. `500m`, `2Gi`. */
export interface Requests {
  readonly cpu?: string;
  readonly memory?: string;
}

export interface Container {
  readonly name: string;
  /** Runs to its end before the others start. */
  readonly init: boolean;
  /** Image with registry, tag and digest as written; empty when none is. */
  readonly image: string;
  readonly requests: Requests;
  /** Which volume is mounted where. */
  readonly mounts: readonly { readonly volume: string; readonly path: string }[];
}

/** What a volume of a pod is backed by. */
export type Volume =
  | { readonly kind: "claim"; readonly name: string; readonly claim: string }
  | { readonly kind: "emptyDir"; readonly name: string }
  | { readonly kind: "other"; readonly name: string };

export interface Toleration {
  /** Absent: any key. */
  readonly key?: string;
  /** `Equal` where the manifest names none. */
  readonly operator: string;
}

export interface PodTemplate {
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly tolerations: readonly Toleration[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Names of Secrets in the pod's namespace. */
  readonly imagePullSecrets: readonly string[];
  /** `default` where the manifest names none. */
  readonly serviceAccount: string;
}

export const WORKLOAD_KINDS = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "CronJob",
  "ScaledJob",
] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** What makes pods. */
export interface Workload extends Declared {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Number of pods that the manifest itself fixes (replicas, parallelism, a ScaledJob's most); undefined: it leaves it open. */
  readonly replicas: number | undefined;
  readonly pod: PodTemplate;
}

/** The aggregated APIs that carry metrics; each is served by exactly one component. */
export const METRICS_APIS = [
  "v1beta1.metrics.k8s.io",
  "v1beta1.external.metrics.k8s.io",
  "v1beta1.custom.metrics.k8s.io",
] as const;
export type MetricsApi = (typeof METRICS_APIS)[number];

/** What changes the replicas of a workload. */
export interface Autoscaler extends Declared {
  readonly kind: "HorizontalPodAutoscaler" | "ScaledObject";
  readonly namespace: string;
  /** The workload it scales, in its own namespace. */
  readonly target: { readonly kind: string; readonly name: string };
  readonly min: number;
  /** Undefined: known only after the apply. */
  readonly max: number | undefined;
  /** The metrics APIs that it reads. */
  readonly reads: readonly MetricsApi[];
}

/** A PersistentVolumeClaim, or a StatefulSet's template of claims. */
export interface Claim extends Declared {
  readonly namespace: string;
  readonly accessModes: readonly string[];
  /** StorageClass; undefined: the cluster's default class. */
  readonly className: string | undefined;
  /** Every replica gets a claim of its own from this template. */
  readonly perReplica: boolean;
}

export interface StorageClass extends Declared {
  readonly provisioner: string;
}

export interface ServiceAccount extends Declared {
  readonly namespace: string;
  readonly imagePullSecrets: readonly string[];
}

/** A Secret that exists in a namespace once everything is applied. */
export interface ProvidedSecret extends Declared {
  /** What provides it: the Secret itself, or an ExternalSecret that becomes it. */
  readonly kind: "Secret" | "ExternalSecret";
  readonly namespace: string;
  /** Name of the Secret, which for an ExternalSecret is its target's. */
  readonly secretName: string;
  /** Type of the Secret; `Opaque` where none is named. */
  readonly type: string;
}

export interface HelmRelease extends Declared {
  readonly namespace: string;
  /** Name of the chart, without repository, folder or version. */
  readonly chart: string;
  readonly version: string | undefined;
  /** All values, later documents over earlier ones. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A component that registers a metrics API. */
export interface MetricsApiOwner {
  readonly api: MetricsApi;
  readonly owner: Declared;
}

/** What the rules see of an environment, wherever it was read from. */
export interface Inventory {
  readonly workloads: readonly Workload[];
  readonly autoscalers: readonly Autoscaler[];
  readonly claims: readonly Claim[];
  readonly storageClasses: readonly StorageClass[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly secrets: readonly ProvidedSecret[];
  readonly helmReleases: readonly HelmRelease[];
  readonly metricsApiOwners: readonly MetricsApiOwner[];
}

/** `Deployment montage-ai/worker`, as people and findings name an object. */
export function describe({ kind, namespace, name }: ObjectName): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
