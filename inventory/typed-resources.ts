import { isObject, type JsonObject } from "./json";

/** Kubernetes kinds by the Terraform resource that declares them, without its version suffix. */
const KINDS: Readonly<Record<string, string>> = {
  kubernetes_deployment: "Deployment",
  kubernetes_stateful_set: "StatefulSet",
  kubernetes_daemonset: "DaemonSet",
  kubernetes_daemon_set: "DaemonSet",
  kubernetes_job: "Job",
  kubernetes_cron_job: "CronJob",
  kubernetes_pod: "Pod",
  kubernetes_horizontal_pod_autoscaler: "HorizontalPodAutoscaler",
  kubernetes_persistent_volume_claim: "PersistentVolumeClaim",
  kubernetes_persistent_volume: "PersistentVolume",
  kubernetes_storage_class: "StorageClass",
  kubernetes_service_account: "ServiceAccount",
  kubernetes_role: "Role",
  kubernetes_role_binding: "RoleBinding",
  kubernetes_cluster_role: "ClusterRole",
  kubernetes_cluster_role_binding: "ClusterRoleBinding",
  kubernetes_secret: "Secret",
  kubernetes_config_map: "ConfigMap",
  // Entries of an object that must be there: the provider refuses them otherwise.
  kubernetes_secret_data: "Secret",
  kubernetes_config_map_data: "ConfigMap",
  kubernetes_namespace: "Namespace",
  kubernetes_resource_quota: "ResourceQuota",
  kubernetes_limit_range: "LimitRange",
  kubernetes_pod_disruption_budget: "PodDisruptionBudget",
  kubernetes_service: "Service",
  kubernetes_ingress: "Ingress",
  kubernetes_network_policy: "NetworkPolicy",
  kubernetes_api_service: "APIService",
};

/**
 * Terraform repeats a block where Kubernetes has a list: block, with its parent
 * where the name alone is not enough -> member of the manifest.
 */
const LISTS: Readonly<Record<string, string>> = {
  container: "containers",
  init_container: "initContainers",
  "container.port": "ports",
  "init_container.port": "ports",
  "spec.port": "ports",
  ports: "ports",
  env: "env",
  env_from: "envFrom",
  volume: "volumes",
  volume_mount: "volumeMounts",
  volume_claim_template: "volumeClaimTemplates",
  toleration: "tolerations",
  topology_spread_constraint: "topologySpreadConstraints",
  match_expressions: "matchExpressions",
  "scope_selector.match_expression": "matchExpressions",
  match_fields: "matchFields",
  node_selector_term: "nodeSelectorTerms",
  "pod_anti_affinity.required_during_scheduling_ignored_during_execution":
    "requiredDuringSchedulingIgnoredDuringExecution",
  "spec.metric": "metrics",
  "spec.limit": "limits",
  "spec.rule": "rules",
  "http.path": "paths",
  ingress: "ingress",
  egress: "egress",
  from: "from",
  to: "to",
  image_pull_secret: "imagePullSecrets",
  image_pull_secrets: "imagePullSecrets",
};

/** Members that Terraform names differently. */
const NAMES: Readonly<Record<string, string>> = {
  storage_provisioner: "provisioner",
  ceph_fs: "cephfs",
  host_pid: "hostPID",
  host_ipc: "hostIPC",
};

/** A block that Kubernetes does not have: its members belong to its parent. */
const UNWRAPPED = "persistent_volume_source";

/** Maps whose keys are data, not names of arguments. */
const MAPS: ReadonlySet<string> = new Set([
  "labels",
  "annotations",
  "match_labels",
  "node_selector",
  "parameters",
  "limits",
  "requests",
  "hard",
  "default",
  "default_request",
  "min",
  "max",
  "capacity",
  "data",
  "binary_data",
  "data_wo",
  "binary_data_wo",
]);

/**
 * A typed resource of the kubernetes provider as the manifest that it stands
 * for, so that typed resources, kubernetes_manifest and YAML are read alike.
 * Undefined for resources that the inventory has no use for.
 */
export function manifestOfResource(type: string, block: JsonObject): JsonObject | undefined {
  const kind = KINDS[type.replace(/_v\d+(beta\d+)?(?=_data$|$)/, "")];
  if (kind === undefined) return undefined;
  const manifest = { kind, ...membersOf(block, "") };
  return kind === "ServiceAccount" ? { ...TOKEN_MOUNTED, ...manifest } : manifest;
}

/**
 * The provider's own default of service accounts and of pods, which it sends
 * where the argument is left out: a pod of it never asks its account.
 * https://github.com/hashicorp/terraform-provider-kubernetes/blob/main/kubernetes/schema_pod_spec.go
 */
const TOKEN_MOUNTED = { automountServiceAccountToken: true } as const;

function membersOf(block: JsonObject, parent: string): JsonObject {
  const members = writtenMembersOf(block, parent);
  return Array.isArray(members.containers) ? { ...TOKEN_MOUNTED, ...members } : members;
}

function writtenMembersOf(block: JsonObject, parent: string): JsonObject {
  return Object.fromEntries(
    Object.entries(block)
      .filter(([key, value]) => key !== "//" && !isUnset(value))
      .flatMap(([key, value]) =>
        key === UNWRAPPED
          ? Object.entries(membersOf(single(value), key))
          : [memberOf(key, value, parent)],
      ),
  );
}

/** Terraform has no other way to leave an argument or a block out than null, "" and []. */
function isUnset(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function memberOf(key: string, value: unknown, parent: string): readonly [string, unknown] {
  const list = LISTS[`${parent}.${key}`] ?? LISTS[key];
  // A block without arguments may come as null.
  if (list !== undefined) return [list, asList(value).map((item) => valueOf(item ?? {}, key))];
  const name = NAMES[key] ?? camelCase(key);
  if (MAPS.has(key) || (key === "selector" && isMap(value))) return [name, value];
  return [name, valueOf(isBlock(value) ? single(value) : value, key)];
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A Service's selector, not a selector block. */
function isMap(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((item) => typeof item === "string");
}

/** A single block may be written as a list of one. */
function isBlock(value: unknown): boolean {
  return Array.isArray(value) && value.length === 1 && (value[0] === null || isObject(value[0]));
}

function single(block: unknown): JsonObject {
  const value: unknown = Array.isArray(block) ? block[0] : block;
  return isObject(value) ? value : {};
}

function valueOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => valueOf(item, key));
  return isObject(value) ? membersOf(value, key) : value;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
