import type { TerraformStack } from "cdktf";
import type { ClaimSpec } from "../../environments/schema";
import type { ProviderName } from "../cluster/cluster-providers";

/** What every kind of storage offers to the claims. */
export interface RwmStorage {
  /** StorageClass of the workload's claims: an attribute of the created class, so using it orders the stacks. */
  readonly className: string;
  /** Access modes that the class can do. */
  readonly accessModes: readonly ClaimSpec["accessMode"][];
  /** Where the data lies, for people: file system id, export, … */
  readonly location: string;
}

/** How a kind of storage is made. */
export interface StorageModule {
  /** Providers that it is made with. */
  readonly providers: readonly ProviderName[];
  make(stack: TerraformStack): RwmStorage;
}
