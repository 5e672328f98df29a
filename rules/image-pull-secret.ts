import type { EnvironmentSpec } from "../environments/schema";
import { indexOf } from "../inventory/inventory-index";
import type { Inventory, Workload } from "../inventory/model";
import { parseImage } from "./image";
import { type Finding, findingAt, type Rule } from "./rule";

const id = "image-pull-secret";

export const imagePullSecret: Rule = {
  id,
  title: "A private image has a pull secret in its pod's namespace",
  why: "In staging the pulls from ghcr.io ended in 401: the pods named no credentials. A pull secret is looked up in the pod's own namespace only, and a name that no Secret has is ignored without an error.",
  severity: "error",
  remedy:
    "Switch external-secrets on, so that the secrets stack writes the pull secret into the namespace, and name that secret on the pod's service account.",
  check: (inventory, spec) =>
    inventory.workloads.flatMap((workload) => {
      const images = privateImages(workload, spec);
      return images.length === 0 ? [] : checkWorkload(workload, images, inventory);
    }),
};

/** The type that the kubelet accepts as registry credentials. */
const PULL_SECRET_TYPE = "kubernetes.io/dockerconfigjson";

/** The owner's images on ghcr.io are private; without an owner in the data, every image there counts. */
function privateImages({ pod }: Workload, spec: EnvironmentSpec | undefined): readonly string[] {
  const owner = spec?.images.ghcr?.repository.split("/")[1];
  return pod.containers
    .map(({ image }) => image)
    .filter((image) => {
      const { registry, repository } = parseImage(image);
      return registry === "ghcr.io" && (owner === undefined || repository.startsWith(`${owner}/`));
    });
}

function checkWorkload(
  workload: Workload,
  images: readonly string[],
  inventory: Inventory,
): readonly Finding[] {
  const { namespace, pod } = workload;
  const { serviceAccounts, secrets } = indexOf(inventory);
  const account = serviceAccounts.find({
    kind: "ServiceAccount",
    namespace,
    name: pod.serviceAccount,
  });
  const names = [...pod.imagePullSecrets, ...(account?.imagePullSecrets ?? [])];
  const provided = secrets
    .in(namespace)
    .some((secret) => secret.type === PULL_SECRET_TYPE && names.includes(secret.secretName));
  if (provided) return [];
  const pulled = [...new Set(images)].join(", ");
  return [
    names.length === 0
      ? findingAt(workload, {
          rule: id,
          severity: "error",
          message: `pulls ${pulled} without credentials: the registry answers 401`,
          fix: `name a pull secret on ServiceAccount ${namespace}/${pod.serviceAccount} or on the pod`,
        })
      : findingAt(workload, {
          rule: id,
          severity: "error",
          message: `pulls ${pulled} with secret ${names.join(", ")}, which nothing provides in namespace ${namespace}`,
          fix: `add an ExternalSecret of type ${PULL_SECRET_TYPE} with that target in namespace ${namespace}`,
        }),
  ];
}
