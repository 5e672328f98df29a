/** API group and name in the API's paths of a kind. */
export interface ApiResource {
  /** Empty: the core group. */
  readonly group: string;
  readonly resource: string;
}

const core = (resource: string): ApiResource => ({ group: "", resource });
const at = (group: string, resource: string): ApiResource => ({ group, resource });

/** Kinds that typed resources of the kubernetes provider stand for: https://kubernetes.io/docs/reference/kubernetes-api/ */
export const KUBERNETES_RESOURCES: Readonly<Record<string, ApiResource>> = {
  ClusterRole: at("rbac.authorization.k8s.io", "clusterroles"),
  ClusterRoleBinding: at("rbac.authorization.k8s.io", "clusterrolebindings"),
  ConfigMap: core("configmaps"),
  CronJob: at("batch", "cronjobs"),
  DaemonSet: at("apps", "daemonsets"),
  Deployment: at("apps", "deployments"),
  HorizontalPodAutoscaler: at("autoscaling", "horizontalpodautoscalers"),
  Ingress: at("networking.k8s.io", "ingresses"),
  Job: at("batch", "jobs"),
  LimitRange: core("limitranges"),
  Namespace: core("namespaces"),
  NetworkPolicy: at("networking.k8s.io", "networkpolicies"),
  PersistentVolume: core("persistentvolumes"),
  PersistentVolumeClaim: core("persistentvolumeclaims"),
  PodDisruptionBudget: at("policy", "poddisruptionbudgets"),
  ResourceQuota: core("resourcequotas"),
  Role: at("rbac.authorization.k8s.io", "roles"),
  RoleBinding: at("rbac.authorization.k8s.io", "rolebindings"),
  Service: core("services"),
  ServiceAccount: core("serviceaccounts"),
  StatefulSet: at("apps", "statefulsets"),
  StorageClass: at("storage.k8s.io", "storageclasses"),
};

/** Group of the kinds that admission policies never judge: a dry run of them cannot be told from a write. */
export const UNJUDGED_GROUP = "admissionregistration.k8s.io";
