import type { ChartPods } from "../kit/chart-pods";

/** From the chart's values: https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml */
export const pods: readonly ChartPods[] = [
  {
    name: "prometheus-operator",
    kind: "Deployment",
    containers: [{ resources: "prometheusOperator.resources" }],
    placement: "prometheusOperator",
  },
  {
    name: "prometheus",
    kind: "StatefulSet",
    replicas: "prometheus.prometheusSpec.replicas",
    containers: [
      { resources: "prometheus.prometheusSpec.resources" },
      { resources: "prometheusOperator.prometheusConfigReloader.resources" },
    ],
    placement: "prometheus.prometheusSpec",
  },
  {
    name: "alertmanager",
    kind: "StatefulSet",
    replicas: "alertmanager.alertmanagerSpec.replicas",
    containers: [
      // The operator's own default: https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/alertmanager/statefulset.go
      { resources: "alertmanager.alertmanagerSpec.resources", requests: { memory: "200Mi" } },
      { resources: "prometheusOperator.prometheusConfigReloader.resources" },
    ],
    unlessOff: "alertmanager.enabled",
    placement: "alertmanager.alertmanagerSpec",
  },
  {
    name: "kube-state-metrics",
    kind: "Deployment",
    containers: [{ resources: "kube-state-metrics.resources" }],
    unlessOff: "kubeStateMetrics.enabled",
    placement: "kube-state-metrics",
  },
  {
    name: "prometheus-node-exporter",
    kind: "DaemonSet",
    containers: [{ resources: "prometheus-node-exporter.resources" }],
    unlessOff: "nodeExporter.enabled",
    placement: "prometheus-node-exporter",
    tolerations: [{ operator: "Exists", effect: "NoSchedule" }],
  },
  {
    name: "grafana",
    kind: "Deployment",
    containers: [{ resources: "grafana.resources" }],
    unlessOff: "grafana.enabled",
    placement: "grafana",
  },
];
