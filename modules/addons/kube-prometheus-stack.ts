import { LABELS, roleLabel } from "../../environments/labels";
import type { ClusterSpec, EnvironmentSpec } from "../../environments/schema";
import { controllerReplicas, crdAnnotations } from "./availability";
import { grafanaValues } from "./grafana";

/** Port of Prometheus' service. */
export const PROMETHEUS_PORT = 9090;

/** Account of the operator, whose ClusterRole may write Secrets and StatefulSets everywhere. */
export const PROMETHEUS_OPERATOR_ACCOUNT = "kube-prometheus-stack-operator";

/** Prometheus' address without port, as other namespaces reach it; the service is named after the release. */
export function prometheusUrl(namespace: string): string {
  return `http://kube-prometheus-stack-prometheus.${namespace}.svc`;
}

/**
 * The CRDs of kube-prometheus-stack, as a release of their own: Helm never
 * upgrades nor removes what a chart has in `crds/`, but these are templates.
 */
export function prometheusOperatorCrdsValues(spec: EnvironmentSpec): object {
  return { crds: { annotations: crdAnnotations(spec) } };
}

/** Prometheus, its operator, Alertmanager, Grafana, kube-state-metrics and node-exporter. */
export function kubePrometheusStackValues(spec: EnvironmentSpec, namespace: string): object {
  const podDisruptionBudget = { enabled: spec.platform.highAvailability };
  const replicas = controllerReplicas(spec);
  return {
    crds: { enabled: false },
    grafana: grafanaValues(spec),
    ...unreachableControlPlane(),
    // The operator makes this Service itself and never removes it: it goes with our namespace, not kube-system's.
    kubelet: { namespace },
    prometheusOperator: {
      kubeletService: { namespace },
      resources: requests("50m", "128Mi"),
      prometheusConfigReloader: { resources: requests("10m", "32Mi") },
      admissionWebhooks: { patch: { resources: requests("10m", "32Mi") } },
    },
    prometheus: { podDisruptionBudget, prometheusSpec: prometheusSpec(spec, replicas) },
    alertmanager: {
      podDisruptionBudget,
      alertmanagerSpec: {
        replicas,
        resources: requests("10m", "64Mi"),
        // By the chart's defaults it takes AlertmanagerConfigs of every namespace. Ours, in its own, may
        // look at all alerts; one of another namespace at those of that namespace only.
        alertmanagerConfigMatcherStrategy: { type: "OnNamespaceExceptForAlertmanagerNamespace" },
      },
    },
    "kube-state-metrics": {
      resources: requests("20m", "64Mi"),
      // By default it tells no label of nodes; dashboards count them by pool.
      metricLabelsAllowlist: [`nodes=[${LABELS.pool}]`],
      // It would read all Secrets to tell how many there are.
      collectorsExclude: ["secrets"],
    },
    "prometheus-node-exporter": { resources: requests("20m", "32Mi") },
  };
}

/** EKS hides these and k3s runs them in one process: their targets would be down for ever. */
function unreachableControlPlane(): object {
  const off = { enabled: false };
  return { kubeControllerManager: off, kubeScheduler: off, kubeEtcd: off, kubeProxy: off };
}

function prometheusSpec({ name, platform, cluster }: EnvironmentSpec, replicas: number): object {
  const { metricsStorage } = platform;
  return {
    replicas,
    // Every alert says where it comes from: the same person may hear of several environments.
    externalLabels: { environment: name },
    retention: `${platform.metricsRetentionDays}d`,
    // By default it ignores monitors and rules that other releases and the workload bring.
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    resources: requests("200m", "768Mi"),
    ...(metricsStorage === undefined
      ? {}
      : {
          storageSpec: volume(metricsStorage.className, metricsStorage.size),
          ...nodesOfVolumes(cluster),
        }),
  };
}

/**
 * Where pods with a volume of their own run. On EKS it is an EBS volume, which stays
 * in its zone: made beside a worker, it would be where nodes come and go, and the
 * autoscaler can't choose the zone of the next one. Web nodes are in each zone.
 */
function nodesOfVolumes({ kind }: ClusterSpec): object {
  return kind === "eks" ? { nodeSelector: { [roleLabel("web")]: "true" } } : {};
}

function volume(storageClassName: string, storage: string): object {
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage } },
      },
    },
  };
}

function requests(cpu: string, memory: string): object {
  return { requests: { cpu, memory } };
}
