import { isObject, type JsonObject } from "./json";
import type { ReadObject } from "./kubernetes/object";
import { isBookkeeping } from "./kubernetes/schemas";
import type { Content, Place } from "./model";

/** Kinds of the whole cluster, beside those that are called `Cluster…`. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  "Namespace",
  "Node",
  "PersistentVolume",
  "StorageClass",
  "CustomResourceDefinition",
  "APIService",
  "PriorityClass",
  "IngressClass",
  "RuntimeClass",
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
]);

/** Members of a Secret that hold values: they are never kept. */
const SECRET_VALUES: ReadonlySet<string> = new Set([
  "data",
  "stringData",
  "binaryData",
  "dataWo",
  "binaryDataWo",
]);

/** A Kubernetes object of any kind; undefined for what names no kind. */
export function contentOfObject({ object, place, written }: ReadObject): Content | undefined {
  const { kind } = object;
  if (typeof kind !== "string") return undefined;
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const name = [metadata.name, metadata.generateName].find((text) => typeof text === "string");
  const declared = {
    kind,
    name: String(name ?? ""),
    place,
    value: withoutValues(kind, object),
    ...(written === undefined ? {} : { written }),
  };
  if (CLUSTER_WIDE.has(kind) || kind.startsWith("Cluster")) return declared;
  const { namespace } = metadata;
  return { ...declared, namespace: typeof namespace === "string" ? namespace : "default" };
}

function withoutValues(kind: string, object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => key !== "status" && !(kind === "Secret" && SECRET_VALUES.has(key)))
      .map(([key, value]) => [
        key,
        key === "metadata" && isObject(value) ? chosenMetadata(value) : value,
      ]),
  );
}

function chosenMetadata({ managedFields: _, annotations, ...rest }: JsonObject): JsonObject {
  if (!isObject(annotations)) return rest;
  const chosen = Object.entries(annotations).filter(([key]) => !isBookkeeping(key));
  return { ...rest, annotations: Object.fromEntries(chosen) };
}

/** A resource of a stack that is no Kubernetes object, or what it says beside one. */
export function contentOfResource(address: string, value: unknown, place: Place): Content {
  return { kind: "Resource", name: address, place, value };
}

/** All of a stack's file but its resources: data sources, providers, outputs, backend. */
export function contentsOfStack(stack: string, json: unknown): readonly Content[] {
  if (!isObject(json)) return [];
  return Object.entries(json)
    .filter(([section]) => section !== "resource" && section !== "//")
    .flatMap(([section, entries]) =>
      Object.entries(isObject(entries) ? entries : { settings: entries }).map(([id, value]) => {
        const address = `${section}.${id}`;
        const place = { kind: "terraform", stack, address } as const;
        return { kind: "Terraform", name: address, place, value };
      }),
    );
}
