import { isProtected } from "../../environments/protection";
import { rehearsedNames } from "../../environments/rehearsals";
import { outsideImages } from "../../environments/schema/images";
import type { EnvironmentSpec } from "../../environments/schema";
import { storageFacts } from "../../environments/schema/storage-kinds";

/**
 * What a person has still to decide or to make before a new environment can be
 * deployed: nothing in the data says it.
 *
 * @param others the environments that were there before
 */
export function decisions(
  spec: EnvironmentSpec,
  others: readonly EnvironmentSpec[],
): readonly string[] {
  const { name, cluster, state, storage, vault, applications } = spec;
  const hosts = applications.flatMap(({ web }) => web?.ingress?.host ?? []);
  return [
    ...clusterDecisions(spec),
    ...storageFacts(storage.kind).toDecide(storage),
    ...(vault === undefined
      ? []
      : [
          `Vault ${vault.server}: auth mount ${vault.authMountPath}, role ${vault.role}, keys ${vaultKeys(spec).join(" and ")} in ${vault.folder} (docs/operations/vault.md)`,
        ]),
    ...hosts.map((host) => `DNS and certificate of ${host}`),
    ...(state.kind === "terraform-cloud"
      ? [
          `Terraform Cloud: apply the stack terraform-cloud, which makes project ${state.project ?? "(default)"} and its workspaces (docs/operations/terraform-cloud.md)`,
          `GitHub: environments pull-request-${name}, plan-${name} and ${name}, and "${name}" in PLAN_ENVIRONMENTS (docs/operations/ci.md)`,
        ]
      : []),
    ...(isProtected(spec)
      ? [
          "it is protected: deployed from a commit, no fallback; protected: false where its data may be lost",
        ]
      : ["it is not protected: a destroy takes its data"]),
    ...(isProtected(spec) && !others.some((other) => rehearsedNames(other).includes(name))
      ? [
          `nothing rehearses it: add "${name}" to rehearses of another environment, e.g. ${rehearsalOf(others)}`,
        ]
      : []),
    ...(cluster.kind === "kubeconfig"
      ? ["its cluster is whatever KUBECONFIG and KUBE_CONTEXT point at"]
      : []),
  ];
}

function clusterDecisions({ cluster }: EnvironmentSpec): readonly string[] {
  switch (cluster.kind) {
    case "eks":
      return [
        `EKS cluster ${cluster.name} in ${cluster.region} must be there, its private subnets tagged ${JSON.stringify(cluster.privateSubnetTags)}`,
        `cluster.pools: sizes, zones and instance types that ${cluster.region} has, within the account's quotas`,
      ];
    case "k3s":
      return [
        `context ${cluster.context} in ${cluster.kubeconfigPath} on the machine or agent that runs Terraform`,
        "cluster.machines: those of the other environment stand there; name its own",
      ];
    case "kubeconfig":
      return [];
    default:
      return cluster satisfies never;
  }
}

function rehearsalOf(others: readonly EnvironmentSpec[]): string {
  const found = others.find((other) => rehearsedNames(other).length > 0) ?? others[0];
  return `environments/${found?.name}.ts`;
}

/** Of what pulls and pushes; the app's secrets name theirs. */
function vaultKeys({ vault, applications }: EnvironmentSpec): readonly string[] {
  const own = applications.map(({ images }) => outsideImages(images)?.vaultKey);
  const keys = [vault?.ghcrKey, ...own, vault?.registryKey];
  return [...new Set(keys.filter((key) => key !== undefined))];
}
