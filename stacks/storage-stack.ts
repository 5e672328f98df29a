import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../environments/schema";
import { createStorage, storageProviders, type RwmStorage } from "../modules/rwm-storage";
import { EnvironmentStack } from "./environment-stack";

/** What the claims need to know; the same whatever the storage is. */
export type StorageOutputs = RwmStorage;

/** Storage that the workload's replicas share. */
export class StorageStack extends EnvironmentStack {
  readonly outputs: StorageOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec) {
    super(scope, spec, "storage", storageProviders(spec));
    this.outputs = createStorage(this, spec);
  }
}
