import { isObject, type JsonObject } from "./json";

/** Kubernetes kinds by the Terraform resource that declares them, without its version suffix. */
const KINDS: Readonly<Record<string, string>> = {
  kubernetes_deployment: "Deployment",
  kubernetes_stateful_set: "StatefulSet",
  kubernetes_daemonset: "DaemonSet",
  kubernetes_daemon_set: "DaemonSet",
  kubernetes_job: "Job",
  kubernetes_cron_job: "CronJob",
  kubernetes_horizontal_pod_autoscaler: "HorizontalPodAutoscaler",
  kubernetes_persistent_volume_claim: "PersistentVolumeClaim",
  kubernetes_storage_class: "StorageClass",
  kubernetes_service_account: "ServiceAccount",
  kubernetes_secret: "Secret",
  kubernetes_api_service: "APIService",
};

/** Terraform repeats a block where Kubernetes has a list: block -> member of the manifest. */
const LISTS: Readonly<Record<string, string>> = {
  container: "containers",
  init_container: "initContainers",
  volume: "volumes",
  volume_mount: "volumeMounts",
  volume_claim_template: "volumeClaimTemplates",
  toleration: "tolerations",
  metric: "metrics",
  image_pull_secret: "imagePullSecrets",
  image_pull_secrets: "imagePullSecrets",
};

/** Members that Terraform names differently. */
const NAMES: Readonly<Record<string, string>> = { storage_provisioner: "provisioner" };

/** Maps whose keys are data, not names of arguments. */
const MAPS: ReadonlySet<string> = new Set([
  "labels",
  "annotations",
  "match_labels",
  "node_selector",
  "parameters",
  "limits",
  "requests",
  "data",
]);

/**
 * A typed resource of the kubernetes provider as the manifest that it stands
 * for, so that typed resources, kubernetes_manifest and YAML are read alike.
 * Undefined for resources that the inventory has no use for.
 */
export function manifestOfResource(type: string, block: JsonObject): JsonObject | undefined {
  const kind = KINDS[type.replace(/_v\d+(beta\d+)?$/, "")];
  return kind === undefined ? undefined : { kind, ...membersOf(block) };
}

function membersOf(block: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(block)
      .filter(([key, value]) => key !== "//" && value !== null)
      .map(([key, value]) => memberOf(key, value)),
  );
}

function memberOf(key: string, value: unknown): readonly [string, unknown] {
  const list = LISTS[key];
  if (list !== undefined) return [list, (Array.isArray(value) ? value : [value]).map(valueOf)];
  const name = NAMES[key] ?? camelCase(key);
  if (MAPS.has(key)) return [name, value];
  // A single block may be written as a list of one.
  const [first] = Array.isArray(value) && value.length === 1 ? value : [];
  return [name, valueOf(isObject(first) ? first : value)];
}

function valueOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valueOf);
  return isObject(value) ? membersOf(value) : value;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
