import type { TerraformStack } from "cdktf";
import type { EnvironmentSpec } from "../../environments/schema";
import type { ProviderName } from "../cluster/cluster-providers";
import { cephfsStorage } from "./cephfs-storage";
import { efsStorage } from "./efs-storage";
import { nfsStorage } from "./nfs-storage";
import { nodeLocalStorage } from "./node-local-storage";
import type { RwmStorage, StorageModule } from "./rwm-storage";

export type { RwmStorage } from "./rwm-storage";

/** Providers that an environment's kind of storage is made with. */
export function storageProviders(spec: EnvironmentSpec): readonly ProviderName[] {
  return moduleFor(spec).providers;
}

/**
 * Makes the storage that an environment's data asks for.
 *
 * @throws Error when EFS is asked for outside EKS; validation refuses that earlier
 */
export function createStorage(stack: TerraformStack, spec: EnvironmentSpec): RwmStorage {
  return moduleFor(spec).make(stack);
}

function moduleFor(spec: EnvironmentSpec): StorageModule {
  const { storage } = spec;
  switch (storage.kind) {
    case "efs":
      return efsStorage(spec, storage);
    case "nfs":
      return nfsStorage(spec, storage);
    case "cephfs":
      return cephfsStorage(spec, storage);
    case "node-local":
      return nodeLocalStorage(storage);
    default:
      return storage satisfies never;
  }
}
