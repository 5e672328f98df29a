import type { EnvironmentSpec } from "../../environments/schema";
import { outsideImages } from "../../environments/schema/images";
import { groupBy } from "../../inventory/group-by";
import { indexOf } from "../../inventory/inventory-index";
import type { Inventory, ProvidedSecret, Workload } from "../../inventory/model";
import { type Image, parseImage } from "../shared/image";
import { IMAGE_SOURCE } from "./image-references";
import { type Finding, findingAt } from "../engine/rule";

/** What the kubelet accepts as registry credentials: https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets */
const PULL_SECRET_TYPE = "kubernetes.io/dockerconfigjson";
const PULL_SECRET_TYPES: readonly string[] = [PULL_SECRET_TYPE, "kubernetes.io/dockercfg"];

/** A pull secret is looked up in the pod's own namespace, and a name that no Secret has is ignored without an error. */
export function pullSecrets(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  if (spec !== undefined) {
    const own = spec.applications.flatMap(({ images }) => {
      const outside = outsideImages(images);
      return outside === undefined ? [] : [parseImage(outside.repository)];
    });
    return inventory.workloads.flatMap((workload) => {
      const images = privateImages(workload, own);
      return images.length === 0 ? [] : withoutCredentials(workload, images, inventory);
    });
  }
  const byName = groupBy(inventory.secrets, ({ secretName }) => secretName);
  return inventory.workloads.flatMap((workload) => contradicted(workload, inventory, byName));
}

/** The owners' images in the applications' registries are private; those of others there, KEDA's on ghcr.io among them, are public. */
function privateImages({ pod }: Workload, own: readonly Image[]): readonly string[] {
  return pod.containers
    .map(({ image }) => image)
    .filter((image) => {
      const { registry, repository } = parseImage(image);
      return own.some(
        (each) => registry === each.registry && ownerOf(repository) === ownerOf(each.repository),
      );
    });
}

/** First component; a variant of an image without an owner (`app-qsv`) is another name with the same beginning. */
function ownerOf(repository: string): string {
  const [first = "", ...more] = repository.split("/");
  return more.length === 0 ? first.replace(/-qsv$/, "") : first;
}

function withoutCredentials(
  workload: Workload,
  images: readonly string[],
  inventory: Inventory,
): readonly Finding[] {
  const { namespace, pod } = workload;
  const names = secretNames(workload, inventory);
  const provided = indexOf(inventory)
    .secrets.in(namespace)
    .some((secret) => isPullSecret(secret) && names.includes(secret.secretName));
  if (provided) return [];
  const pulled = [...new Set(images)].join(", ");
  return [
    names.length === 0
      ? findingAt(workload, {
          rule: IMAGE_SOURCE,
          severity: "error",
          message: `pulls ${pulled} without credentials: the registry answers 401`,
          fix: `name a pull secret on ServiceAccount ${namespace}/${pod.serviceAccount} or on the pod`,
        })
      : findingAt(workload, {
          rule: IMAGE_SOURCE,
          severity: "error",
          message: `pulls ${pulled} with secret ${names.join(", ")}, which nothing provides in namespace ${namespace}`,
          fix: `add an ExternalSecret of type ${PULL_SECRET_TYPE} with that target in namespace ${namespace}`,
        }),
  ];
}

/**
 * Without an environment: only what the content itself contradicts. A secret
 * that is not in it may well be in the cluster, and kustomize may still set
 * the namespace of what names none.
 */
function contradicted(
  workload: Workload,
  inventory: Inventory,
  byName: ReadonlyMap<string, readonly ProvidedSecret[]>,
): readonly Finding[] {
  const { namespace } = workload;
  const named = secretNames(workload, inventory).map((name) => ({
    name,
    secrets: (byName.get(name) ?? []).filter((secret) => secret.namespace !== "default"),
  }));
  const settled = named.every(
    ({ secrets }) =>
      secrets.length > 0 &&
      !secrets.some((secret) => secret.namespace === namespace && isPullSecret(secret)),
  );
  if (namespace === "default" || !settled) return [];
  return named.map(({ name, secrets }) => {
    const here = secrets.find((secret) => secret.namespace === namespace);
    const [elsewhere] = secrets;
    return findingAt(workload, {
      rule: IMAGE_SOURCE,
      severity: "warning",
      message: `names pull secret ${name}, which ${here === undefined ? `is in namespace ${elsewhere?.namespace} and not in ${namespace}` : `is of type ${here.type} and not ${PULL_SECRET_TYPE}`}: the kubelet ignores it without an error`,
      fix:
        here === undefined
          ? `put a Secret ${name} of type ${PULL_SECRET_TYPE} into namespace ${namespace} too`
          : `type: ${PULL_SECRET_TYPE} (the type of a Secret cannot change: make it anew)`,
    });
  });
}

function secretNames({ namespace, pod }: Workload, inventory: Inventory): readonly string[] {
  const account = indexOf(inventory).serviceAccounts.find({
    kind: "ServiceAccount",
    namespace,
    name: pod.serviceAccount,
  });
  return [...new Set([...pod.imagePullSecrets, ...(account?.imagePullSecrets ?? [])])];
}

function isPullSecret({ type }: ProvidedSecret): boolean {
  return PULL_SECRET_TYPES.includes(type);
}
