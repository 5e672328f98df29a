import { Testing } from "cdktf";
import type { EnvironmentSpec } from "../../environments/schema";
import { StorageStack } from "../../stacks/storage-stack";
import { blocks, type StackJson } from "./synth";

/** The storage stack alone; nothing in it refers to another stack. */
export function storageStack(spec: EnvironmentSpec): StackJson {
  const app = Testing.app();
  return JSON.parse(JSON.stringify(new StorageStack(app, spec).toTerraform()));
}

/** The one block of a type. */
export function only(stack: StackJson, type: string): Readonly<Record<string, unknown>> {
  const found = blocks(stack, type);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

/** The one StorageClass. */
export function storageClass(stack: StackJson): Readonly<Record<string, unknown>> {
  return only(stack, "kubernetes_storage_class_v1");
}
