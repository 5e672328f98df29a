import { controllerReplicas, requests } from "../kit/availability";
import type { AddonInput } from "../kit/input";

/** Port of Prometheus' service. */
export const PROMETHEUS_PORT = 9090;

/** Prometheus' address without port, as other namespaces reach it; the service is named after the release. */
export function prometheusUrl(namespace: string): string {
  return `http://kube-prometheus-stack-prometheus.${namespace}.svc`;
}

/** The Prometheus that the operator makes. */
export function prometheusSpec(input: AddonInput): object {
  const { volume } = input.metrics;
  return {
    replicas: controllerReplicas(input),
    // Every alert says where it comes from: the same person may hear of several environments.
    externalLabels: { environment: input.environment },
    retention: `${input.metrics.retentionDays}d`,
    // By default it ignores monitors and rules that other releases and the workload bring.
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    resources: requests("200m", "768Mi"),
    ...(volume === undefined
      ? {}
      : { storageSpec: claim(volume), ...nodesOfVolumes(input.cluster) }),
  };
}

/**
 * Where pods with a volume of their own run. On EKS it is an EBS volume, which stays
 * in its zone: made beside a worker, it would be where nodes come and go, and the
 * autoscaler can't choose the zone of the next one.
 */
function nodesOfVolumes({ steadyNodes }: AddonInput["cluster"]): object {
  return steadyNodes === undefined ? {} : { nodeSelector: steadyNodes };
}

function claim({ className, size }: NonNullable<AddonInput["metrics"]["volume"]>): object {
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName: className,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: size } },
      },
    },
  };
}
