import type { EnvironmentSpec } from "../../environments/schema";
import { controllerReplicas } from "./availability";

/** metrics-server: CPU and memory use for HPAs and `kubectl top`; owns v1beta1.metrics.k8s.io. */
export function metricsServerValues(spec: EnvironmentSpec): object {
  return {
    replicas: controllerReplicas(spec),
    podDisruptionBudget: spec.platform.highAvailability
      ? { enabled: true, minAvailable: 1 }
      : { enabled: false },
    args: kubeletArguments(spec),
    resources: { requests: { cpu: "100m", memory: "200Mi" } },
  };
}

/**
 * Kubelets of kind, k3d and other laptop clusters serve a self-signed
 * certificate; without this argument metrics-server never gets ready there.
 * https://github.com/kubernetes-sigs/metrics-server#requirements
 */
function kubeletArguments({ cluster }: EnvironmentSpec): readonly string[] {
  return cluster.kind === "kubeconfig" ? ["--kubelet-insecure-tls"] : [];
}
