import { KUBERNETES_RESOURCES } from "../../environments/facts/kubernetes-resources";
import { isObject, type JsonObject } from "../../inventory/json";
import type { Content, Inventory } from "../../inventory/model";

/** Version of a typed kind's API; v1 where none is here. */
const VERSIONS: Readonly<Record<string, string>> = { HorizontalPodAutoscaler: "v2" };

/**
 * The Kubernetes objects of an environment as manifests, typed resources and
 * `kubernetes_manifest` alike; without the values of Secrets.
 */
export function manifestsOf({ contents }: Inventory): readonly JsonObject[] {
  return contents.flatMap((content) => {
    const { kind, place, value } = content;
    const ours = place.kind === "terraform" && place.address.startsWith("kubernetes_");
    if (!ours || kind === "Resource" || !isObject(value)) return [];
    const apiVersion = value["apiVersion"] ?? apiVersionOf(kind);
    if (apiVersion === undefined) return [];
    return [{ apiVersion, ...value, metadata: metadataOf(value, content) }];
  });
}

function apiVersionOf(kind: string): string | undefined {
  const found = KUBERNETES_RESOURCES[kind];
  if (found === undefined) return undefined;
  const version = VERSIONS[kind] ?? "v1";
  return found.group === "" ? version : `${found.group}/${version}`;
}

function metadataOf({ metadata }: JsonObject, { namespace, name }: Content): JsonObject {
  return {
    ...(isObject(metadata) ? metadata : {}),
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/**
 * AWS' part of a stack, in a shape that Terraform takes as well: checkov 3.3.30
 * does not parse a whole stack as cdktf writes it.
 */
export function awsPartOf(json: unknown): JsonObject | undefined {
  if (!isObject(json)) return undefined;
  const part = Object.fromEntries(
    (["resource", "data"] as const).flatMap((section) => {
      const types = isObject(json[section]) ? Object.entries(json[section]) : [];
      const aws = types.filter(([type]) => type.startsWith("aws_"));
      return aws.length === 0 ? [] : [[section, Object.fromEntries(aws)]];
    }),
  );
  return "resource" in part ? part : undefined;
}
