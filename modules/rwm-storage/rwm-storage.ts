import type { ClaimSpec } from "../../environments/schema";

/** What every kind of storage offers to the claims. */
export interface RwmStorage {
  /** StorageClass of the workload's claims: an attribute of the created class, so using it orders the stacks. */
  readonly className: string;
  /** Access modes that the class can do. */
  readonly accessModes: readonly ClaimSpec["accessMode"][];
  /** Where the data lies, for people: file system id, export, … */
  readonly location: string;
}
