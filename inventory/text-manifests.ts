import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { InventoryError, isObject, type JsonObject } from "./json";
import type { ReadObject } from "./kubernetes/object";
import { writtenIn } from "./manifests/written";
import { kubectlTags } from "./yaml-scalars";
import { setAt } from "./releases/values";

/**
 * Resources of other providers that hold a manifest as a text, and where.
 * https://github.com/gavinbunney/terraform-provider-kubectl (also of alekc)
 * https://github.com/kbst/terraform-provider-kustomization
 * https://github.com/banzaicloud/terraform-provider-k8s
 */
const TEXTS: Readonly<Record<string, string>> = {
  kubectl_manifest: "yaml_body",
  kustomization_resource: "manifest",
  k8s_manifest: "content",
};

/** Resources whose objects are known only to their own program. */
const UNREAD: ReadonlySet<string> = new Set([
  "argocd_application_set",
  "carvel_kapp",
  "flux_bootstrap_git",
  "helmfile_release",
  "helmfile_release_set",
  "k14sx_kapp",
  "rancher2_app_v2",
]);

/** Why a resource that brings objects to a cluster is not read; undefined: it is, or brings none. */
export function unreadReason(type: string): string | undefined {
  return UNREAD.has(type)
    ? `${type} brings objects that only its own program knows: they were not checked`
    : undefined;
}

/** Name of the argument that holds a manifest as text; undefined: the type has none. */
export function manifestArgument(type: string): string | undefined {
  return Object.hasOwn(TEXTS, type) ? TEXTS[type] : undefined;
}

/** Whether an address is of such a type: what it applies is read and refused as kubectl does. */
export function isTextManifest(address: string): boolean {
  return address.split(".").some((part) => Object.hasOwn(TEXTS, part));
}

const settings = z.lazy(() =>
  z.object({
    override_namespace: z.string().nullish(),
    sensitive_fields: z.array(z.string()).nullish(),
  }),
);

/** Stands for a value, as an expression does in a synthesized stack. */
const SENSITIVE = "${sensitive}";

/**
 * The object that a resource of such a type applies.
 *
 * @throws InventoryError when it is not known yet, no YAML, or more than one
 */
export function manifestInText(
  block: JsonObject,
  argument: string,
  where: string,
): Pick<ReadObject, "object" | "written"> {
  const text = block[argument];
  if (typeof text !== "string") throw new InventoryError(where, `${argument} is not a text`);
  const documents = parseAllDocuments(text, {
    logLevel: "error",
    merge: true,
    customTags: kubectlTags,
  });
  const [first, ...others] = [...documents].filter(({ contents }) => contents !== null);
  if (first === undefined || first.errors.length > 0) {
    // The lines after the first quote the document, with whatever secrets are in it.
    const reason = first?.errors[0]?.message.split("\n", 1)[0] ?? "it is empty";
    throw new InventoryError(where, `${argument} is not YAML: ${reason}`);
  }
  const object: unknown = first.toJS();
  if (!isObject(object)) {
    throw new InventoryError(where, `${argument} is no object that can be read before the apply`);
  }
  if (others.length > 0) {
    throw new InventoryError(
      where,
      `${argument} holds ${others.length + 1} objects, of which the provider takes one: they were not checked`,
    );
  }
  const { success, data } = settings.safeParse(block);
  const written = writtenIn(first.contents);
  if (!success || !data.override_namespace) return { object, ...written };
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const namespace = data.override_namespace;
  return { object: { ...object, metadata: { ...metadata, namespace } }, ...written };
}

/**
 * The text without what the resource itself names as sensitive. The mark of the
 * whole text says nothing: the provider marks every one.
 */
export function hideInText(block: JsonObject, argument: string): unknown {
  const fields = settings.safeParse(block).data?.sensitive_fields ?? [];
  if (fields.length === 0) return block[argument];
  try {
    const { object } = manifestInText(block, argument, argument);
    return JSON.stringify(fields.reduce((known, field) => setAt(known, field, SENSITIVE), object));
  } catch (error) {
    if (error instanceof InventoryError) return block[argument];
    throw error;
  }
}
