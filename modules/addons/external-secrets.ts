import type { EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import { controllerReplicas, crdAnnotations } from "./availability";

/** Account of the controller, which the chart names after the release. */
export const EXTERNAL_SECRETS_ACCOUNT = "external-secrets";

/**
 * External Secrets: brings credentials from Vault. Its webhook rejects stores
 * until it is ready (failurePolicy Fail), so stores are in a later stack.
 */
export function externalSecretsValues(spec: EnvironmentSpec): object {
  const replicas = {
    replicaCount: controllerReplicas(spec),
    podDisruptionBudget: { enabled: spec.platform.highAvailability },
  };
  return {
    ...replicas,
    ...NARROW_RIGHTS,
    crds: { annotations: crdAnnotations(spec) },
    leaderElect: spec.platform.highAvailability,
    resources: { requests: { cpu: "20m", memory: "64Mi" } },
    webhook: { ...replicas, resources: { requests: { cpu: "10m", memory: "32Mi" } } },
    certController: { ...replicas, resources: { requests: { cpu: "10m", memory: "64Mi" } } },
    // The CRD is there by then: the release comes after prometheus-operator-crds.
    serviceMonitor: {
      enabled: installs(spec, "kube-prometheus-stack"),
      renderMode: "alwaysRender",
    },
  };
}

/**
 * Of what the chart brings only ClusterSecretStore and ExternalSecret are used here. The rest
 * off, the controller writes nothing back to Vault, makes no objects in other namespaces, and
 * its ClusterRole has neither `serviceaccounts/token` (with it, it could be any account of the
 * cluster) nor a right on namespaces. Who may edit a namespace makes no ExternalSecrets by it.
 *
 * It goes on reading Secrets of all namespaces: its caches list them cluster-wide, or in one
 * single namespace (`scopedNamespace`, without ClusterSecretStores).
 * https://github.com/external-secrets/external-secrets/blob/helm-chart-2.8.0/deploy/charts/external-secrets/templates/rbac.yaml
 */
const NARROW_RIGHTS = {
  processSecretStore: false,
  processClusterExternalSecret: false,
  processPushSecret: false,
  processClusterPushSecret: false,
  processClusterGenerator: false,
  openshiftFinalizers: false,
  rbac: {
    serviceAccountTokenCreate: false,
    servicebindings: { create: false },
    aggregateToEdit: false,
    aggregateToAdmin: false,
  },
} as const;
