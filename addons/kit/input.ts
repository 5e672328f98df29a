/** Namespaces that the platform has, by what they are for. */
export type PlatformNamespace = "keda" | "monitoring" | "externalSecrets" | "system";

/** Kinds of cluster. */
export type ClusterKind = "eks" | "k3s" | "kubeconfig";

/** How the GPUs of a node are shared among pods. */
export type SharingOfGpus =
  | { readonly sharing: "whole" }
  | { readonly sharing: "time-sliced"; readonly replicas: number }
  | { readonly sharing: "mig"; readonly strategy: string };

/** What only an EKS cluster has. */
export interface EksFacts {
  readonly name: string;
  readonly region: string;
  readonly kubernetesVersion: string;
  /** Whether GPUs are cut into MIG slices: such nodes boot twice. */
  readonly cutsGpus: boolean;
  /** Patterns of Auto Scaling groups by priority, the highest wins. */
  readonly expanderPriorities: Readonly<Record<string, readonly string[]>>;
  /** Every way of sharing GPUs that a pool has, by the name that its nodes' label says. */
  readonly gpuSharings: readonly { readonly name: string; readonly sharing: SharingOfGpus }[];
}

/** Where an application's Redis is. */
export type RedisPlace =
  /** In the application's namespace, at our port. */
  | { readonly kind: "managed"; readonly port: number }
  | { readonly kind: "existing"; readonly host: string; readonly port: number };

/** What add-ons ask of an application. */
export interface ApplicationFacts {
  readonly name: string;
  readonly namespace: string;
  readonly redis: RedisPlace;
  /** Whether KEDA needs a Secret beside the ScaledObject to read Redis. */
  readonly redisHasPassword: boolean;
}

/**
 * All that the values, network needs and rights of add-ons follow from.
 * `environments/addon-input.ts` makes it of an environment's data.
 */
export interface AddonInput {
  /** Name of the environment. */
  readonly environment: string;
  readonly cluster: {
    readonly kind: ClusterKind;
    /** On EKS only. */
    readonly eks?: EksFacts;
    /** Label that all nodes have which come and go least; pods with a volume of one zone go there. @default any node */
    readonly steadyNodes?: Readonly<Record<string, string>>;
  };
  /** Two replicas and a PodDisruptionBudget for each controller that supports it. */
  readonly highAvailability: boolean;
  /** What uninstalling a chart does to its CRDs. */
  readonly crdsOnUninstall: "keep" | "delete";
  /** Names as the data has them. */
  readonly namespaces: Readonly<Record<PlatformNamespace, string>>;
  /** Whether kube-prometheus-stack is on: ServiceMonitors are read, and pods scraped. */
  readonly prometheus: boolean;
  /** Whether prometheus-adapter is on. */
  readonly prometheusAdapter: boolean;
  readonly metrics: {
    /** How long Prometheus keeps samples, days. */
    readonly retentionDays: number;
    /** Of each replica. @default an emptyDir */
    readonly volume?: { readonly className: string; readonly size: string };
  };
  /** Where receivers of alerts are; absent: there are none. */
  readonly alertReceivers?: "on-the-internet" | "anywhere";
  /** Address of Vault; absent: there is none. */
  readonly vaultServer?: string;
  /** Namespaces that External Secrets writes Secrets into. */
  readonly secretReaders: readonly string[];
  /** Seconds that the worker with the longest jobs may take to end, of all applications. */
  readonly longestGraceSeconds: number;
  readonly applications: readonly ApplicationFacts[];
  /** Ceph clusters that volumes come from. */
  readonly cephClusters: readonly { readonly id: string; readonly monitors: readonly string[] }[];
}
