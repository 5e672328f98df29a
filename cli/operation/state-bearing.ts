import { CRDS_IN_TEMPLATES } from "../../addons";
import { isObject } from "../../inventory/json";
import type { EnvironmentSpec } from "../../environments/schema";
import type { PlannedChange } from "./changes";
import { lostNodes, nodeEffectOf } from "./node-effect";

/** Resources that hold what cannot be made again from the code, and what is lost with each. */
const STATE_BEARING = {
  aws_efs_file_system: "all files of the shared storage",
  aws_efs_mount_target:
    "the way to the shared storage for the nodes of its zone: open files hang, and pods do not start",
  aws_eks_node_group: "its nodes, the jobs that run on them and their local volumes",
  kubernetes_namespace_v1: "everything in it, claims and secrets too",
  kubernetes_persistent_volume_claim_v1:
    "its volume and the files on it, unless the class retains them",
  kubernetes_persistent_volume_v1: "the way to its files",
  kubernetes_secret_v1: "what was written into it",
  kubernetes_stateful_set_v1: "its pods, and for redis the queue unless its claims are kept",
  kubernetes_storage_class_v1: "the class that claims name; new ones wait for ever",
  tfe_workspace: "its state and the history of its runs",
} as const satisfies Readonly<Record<string, string>>;

/** Custom resources that others live on. */
const STATE_BEARING_KINDS: Readonly<Record<string, string>> = {
  CustomResourceDefinition: "every object of its kind, in the whole cluster",
  ClusterSecretStore: "the way to Vault: secrets are no longer refreshed",
  ExternalSecret: "the Secret that it made: pulls, pushes or alerts that need it fail",
};

/** Charts whose release takes CRDs with it, because they are templates. */
const CRD_CHARTS: readonly string[] = CRDS_IN_TEMPLATES;

/** What is lost when a resource of this type goes; undefined: nothing that the code could not make again. */
export function heldBy(type: string): string | undefined {
  return Object.entries(STATE_BEARING).find(([bearing]) => bearing === type)?.[1];
}

/** What a change destroys for good; undefined: nothing. */
export function destroyedState(
  change: PlannedChange,
  { platform }: Pick<EnvironmentSpec, "platform">,
): string | undefined {
  const { type, action, before } = change;
  const effect = nodeEffectOf(change);
  const nodes = effect && lostNodes(effect);
  if (nodes !== undefined) return nodes;
  if (action !== "delete" && action !== "replace") return undefined;
  if (type === "kubernetes_manifest") return STATE_BEARING_KINDS[kindOf(before)];
  if (type === "helm_release") {
    // Terraform replaces a release by removing it first, and its CRDs with it.
    return platform.crdsOnUninstall === "delete" && CRD_CHARTS.includes(nameOf(before))
      ? "its CRDs, and every object of their kinds in the whole cluster"
      : undefined;
  }
  return heldBy(type);
}

function kindOf(before: unknown): string {
  const manifest = isObject(before) ? before["manifest"] : undefined;
  const kind = isObject(manifest) ? manifest["kind"] : undefined;
  return typeof kind === "string" ? kind : "";
}

function nameOf(before: unknown): string {
  const name = isObject(before) ? before["name"] : undefined;
  return typeof name === "string" ? name : "";
}
