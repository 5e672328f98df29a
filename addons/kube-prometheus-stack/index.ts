import { LABELS } from "../../environments/labels";
import { controllerReplicas, requests } from "../kit/availability";
import type { SwitchedAddon } from "../kit/addon";
import { core } from "../kit/rights";
import { grafanaValues } from "./grafana";
import { monitoringFlows } from "./network";
import { pods } from "./pods";
import { prometheusSpec } from "./prometheus";

/** Account of the operator, whose ClusterRole may write Secrets and StatefulSets everywhere. */
const OPERATOR_ACCOUNT = "kube-prometheus-stack-operator";

/** Prometheus, its operator, Alertmanager, Grafana, kube-state-metrics and node-exporter. */
export const kubePrometheusStack: SwitchedAddon<"kube-prometheus-stack"> = {
  kind: "switched",
  name: "kube-prometheus-stack",
  summary: "Prometheus, Alertmanager, Grafana",
  unsaid: "refused",
  namespace: "monitoring",
  after: ["prometheus-operator-crds"],
  crds: {
    groups: ["monitoring.coreos.com"],
    install: ["crds", "enabled"],
    // https://github.com/prometheus-community/helm-charts/tree/main/charts
    operatorVersions: { "88.3.0": "v0.93.0", "88.5.2": "v0.93.1", "88.5.3": "v0.93.1" },
  },
  support: [
    {
      series: "88.5",
      installsFrom: "1.25",
      source:
        "https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/Chart.yaml",
    },
  ],
  evidence: [
    {
      version: "88.5.3",
      how: "seen",
      what: "rendered, applied on Kubernetes 1.35.4",
      day: "2026-11-29",
      source:
        "https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack",
    },
  ],
  pods,
  keeps: [
    { path: "crds", because: "would bring CRDs that Helm never upgrades" },
    {
      path: "kubelet.namespace",
      because: "would leave the kubelets' Service behind after a destroy",
    },
    {
      path: "prometheusOperator.kubeletService",
      because: "would leave the kubelets' Service behind after a destroy",
    },
    { path: "grafana.sidecar", because: "would read Secrets of all namespaces" },
    { path: "grafana.rbac", because: "would have access to the Kubernetes API" },
    { path: "grafana.networkPolicy", because: "would be open to every pod, without a login" },
    { path: "grafana.service", because: "would be open to others, without a login" },
    { path: "grafana.grafana\\.ini", because: "could give accounts more than a look" },
    ...["grafana.env", "grafana.admin", "grafana.adminUser", "grafana.adminPassword"].map(
      (path) => ({ path, because: "could have an account, with a password in the plan" }),
    ),
    ...["grafana.serviceAccount", "grafana.automountServiceAccountToken"].map((path) => ({
      path,
      because: "would have access to the Kubernetes API",
    })),
    {
      path: "prometheus.prometheusSpec.externalLabels",
      because: "would send alerts that do not say where they come from",
    },
    {
      path: "alertmanager.alertmanagerSpec.alertmanagerConfigMatcherStrategy",
      because: "would show alerts of all namespaces to the receivers of each, or no alert to ours",
    },
    ...["kube-state-metrics.collectorsExclude", "kube-state-metrics.collectors"].map((path) => ({
      path,
      because: "would read all Secrets to count them",
    })),
    {
      path: "prometheusOperator.serviceAccount",
      because: "would leave the account that admission policies know",
    },
  ],
  values: (input, namespace) => {
    const podDisruptionBudget = { enabled: input.highAvailability };
    return {
      crds: { enabled: false },
      grafana: grafanaValues(input.applications.map(({ name }) => name)),
      ...unreachableControlPlane(),
      // The operator makes this Service itself and never removes it: it goes with our namespace, not kube-system's.
      kubelet: { namespace },
      prometheusOperator: {
        kubeletService: { namespace },
        resources: requests("50m", "128Mi"),
        prometheusConfigReloader: { resources: requests("10m", "32Mi") },
        admissionWebhooks: { patch: { resources: requests("10m", "32Mi") } },
      },
      prometheus: { podDisruptionBudget, prometheusSpec: prometheusSpec(input) },
      alertmanager: {
        podDisruptionBudget,
        alertmanagerSpec: {
          replicas: controllerReplicas(input),
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
  },
  network: (input) => ({ flows: monitoringFlows(input) }),
  // The operator makes Prometheus and Alertmanager in its own namespace.
  rights: ({ namespaces }) => [
    {
      kind: "writes-in",
      id: "prometheus-operator-guard",
      policy: "prometheus-operator",
      account: OPERATOR_ACCOUNT,
      writes: [
        ...["secrets", "configmaps", "pods", "services", "endpoints"].map(core),
        { apiGroup: "apps", apiVersion: "v1", resource: "statefulsets" },
        { apiGroup: "discovery.k8s.io", apiVersion: "v1", resource: "endpointslices" },
      ],
      namespaces: [namespaces.monitoring],
    },
  ],
};

/** EKS hides these and k3s runs them in one process: their targets would be down for ever. */
function unreachableControlPlane(): object {
  const off = { enabled: false };
  return { kubeControllerManager: off, kubeScheduler: off, kubeEtcd: off, kubeProxy: off };
}
