import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../environments/schema";
import { EnvironmentStack } from "./environment-stack";

export interface StorageOutputs {
  /** StorageClass of the workload's claims. */
  readonly className: string;
  /** Access modes that the class can do. */
  readonly accessModes: readonly ("ReadWriteMany" | "ReadWriteOnce")[];
  /** Where the data lies, for people: file system id, export, … */
  readonly location: string;
}

/** Storage that the workload's replicas share. */
export class StorageStack extends EnvironmentStack {
  readonly outputs: StorageOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec) {
    super(scope, spec, "storage", ["kubernetes", "helm"]);
    this.outputs = { className: spec.storage.className, accessModes: [], location: "" };
  }
}
