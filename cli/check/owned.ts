import type { Inventory, ObjectName } from "../../inventory/model";

/** Terraform resources and releases: their names are no names in the cluster. */
const NO_OBJECTS: ReadonlySet<string> = new Set(["Resource", "HelmRelease"]);

/** The Kubernetes objects that an environment's stacks declare; what charts make is not among them. */
export function namesIn({ contents }: Inventory): readonly ObjectName[] {
  return contents.filter(({ kind }) => !NO_OBJECTS.has(kind));
}
