import type { EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import { controllerReplicas, crdAnnotations } from "./availability";

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
