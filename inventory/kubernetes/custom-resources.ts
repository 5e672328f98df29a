import { isObject } from "../json";
import type { CustomResource } from "../model";
import { groupOf, type ReadObject } from "./object";

/** The object, if a CustomResourceDefinition brought its kind; of any kind, so nothing is asked of its shape. */
export function readCustomResource({ object, place }: ReadObject): readonly CustomResource[] {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
  const group = groupOf(apiVersion);
  if (isBuiltIn(group)) return [];
  const { name, namespace } = isObject(object.metadata) ? object.metadata : {};
  return [
    {
      kind,
      ...(typeof namespace === "string" ? { namespace } : {}),
      name: typeof name === "string" ? name : "",
      place,
      group,
    },
  ];
}

/**
 * `apps`, `batch` and `*.k8s.io` are Kubernetes' own; CRDs of its subprojects
 * are under `*.k8s.io` as well, and not told apart here.
 */
function isBuiltIn(group: string): boolean {
  return !group.includes(".") || group.endsWith(".k8s.io");
}
