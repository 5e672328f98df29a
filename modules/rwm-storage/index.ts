import type { TerraformStack } from "cdktf";
import { isProtected } from "../../environments/protection";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import type { ProviderName } from "../cluster/cluster-providers";
import { CephfsStorage } from "./cephfs-storage";
import { EfsStorage } from "./efs-storage";
import { NfsStorage } from "./nfs-storage";
import { NodeLocalStorage } from "./node-local-storage";
import type { RwmStorage } from "./rwm-storage";

export type { RwmStorage } from "./rwm-storage";

/** Providers that an environment's kind of storage is made with. */
export function storageProviders({ storage }: EnvironmentSpec): readonly ProviderName[] {
  switch (storage.kind) {
    case "efs":
      return ["aws", "kubernetes"];
    case "nfs":
    case "cephfs":
      return ["kubernetes", "helm"];
    case "node-local":
      return ["kubernetes"];
    default:
      return storage satisfies never;
  }
}

/** An access point writes as one user; the environment's relations see to it that the applications have the same. */
function sharedUser({ applications: [first] }: EnvironmentSpec): ApplicationSpec["user"] {
  if (first === undefined) throw new Error("an environment has an application");
  return first.user;
}

/**
 * Makes the storage that an environment's data asks for.
 *
 * @throws Error when EFS is asked for outside EKS; validation refuses that earlier
 */
export function createStorage(stack: TerraformStack, spec: EnvironmentSpec): RwmStorage {
  const { storage } = spec;
  switch (storage.kind) {
    case "efs":
      if (spec.cluster.kind !== "eks") throw new Error(`storage efs needs an EKS cluster`);
      return new EfsStorage(stack, "efs", {
        storage,
        cluster: spec.cluster,
        user: sharedUser(spec),
        protect: isProtected(spec),
      });
    case "nfs":
      return new NfsStorage(stack, "nfs", { storage, environment: spec });
    case "cephfs":
      return new CephfsStorage(stack, "cephfs", { storage, environment: spec });
    case "node-local":
      return new NodeLocalStorage(stack, "node-local", { storage });
    default:
      return storage satisfies never;
  }
}
