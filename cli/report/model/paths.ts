/** From a container's folder to what holds the bytes. */
export interface StoragePath {
  readonly namespace: string;
  readonly claim: string;
  readonly size: string;
  readonly accessModes: readonly string[];
  /** Workloads that mount it, each with the folders. */
  readonly mountedBy: readonly { readonly workload: string; readonly folders: readonly string[] }[];
  /** Undefined: the cluster's default class. */
  readonly storageClass: string | undefined;
  /** Undefined: the class is not this project's, and its provisioner is not known by name. */
  readonly provisioner: string | undefined;
  /** `yes`: its data can be at one node at a time. */
  readonly oneNode: "yes" | "no" | "unknown";
}

/** From a registry to the workloads that run an image. */
export interface ImagePath {
  readonly image: string;
  /** Host that nodes pull from. */
  readonly registry: string;
  /** `tag` only may be moved; a `digest` says which bytes. */
  readonly pinnedBy: "digest" | "tag" | "nothing";
  readonly workloads: readonly string[];
  /** Secrets that pulls use; empty: none. */
  readonly pullSecrets: readonly string[];
}
