import type { PodToleration } from "../../environments/nodes/placement";
import type { ChartPods } from "./chart-pods-fact";

const EVERY_TAINT: readonly PodToleration[] = [{ operator: "Exists" }];
const CONTROL_PLANE: readonly PodToleration[] = [
  { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
  { key: "CriticalAddonsOnly", operator: "Exists" },
];

/** NVIDIA's plugin runs where one of these labels says that there is a GPU. */
const NVIDIA_PRESENT = [
  ["feature.node.kubernetes.io/pci-10de.present", "true"],
  ["feature.node.kubernetes.io/cpu-model.vendor_id", "NVIDIA"],
  ["nvidia.com/gpu.present", "true"],
] as const;

const NFS_SIDECAR = { requests: { cpu: "10m", memory: "20Mi" } } as const;
const KEDA = { requests: { cpu: "100m", memory: "100Mi" } } as const;

/**
 * The pods of each chart that this project installs, at the version of charts.yaml;
 * from each chart's own values.yaml and templates. Jobs of hooks are left out:
 * they are gone before the release is ready.
 */
export const CHART_PODS: Readonly<Record<string, readonly ChartPods[]>> = {
  // https://github.com/kedacore/charts/blob/main/keda/values.yaml
  keda: [
    {
      name: "keda-operator",
      kind: "Deployment",
      replicas: "operator.replicaCount",
      containers: [{ resources: "resources.operator", ...KEDA }],
    },
    {
      name: "keda-operator-metrics-apiserver",
      kind: "Deployment",
      replicas: "metricsServer.replicaCount",
      containers: [{ resources: "resources.metricServer", ...KEDA }],
    },
    {
      name: "keda-admission-webhooks",
      kind: "Deployment",
      replicas: "webhooks.replicaCount",
      containers: [{ resources: "resources.webhooks", ...KEDA }],
    },
  ],
  // https://github.com/kubernetes-sigs/metrics-server/blob/master/charts/metrics-server/values.yaml
  "metrics-server": [
    {
      name: "metrics-server",
      kind: "Deployment",
      replicas: "replicas",
      containers: [{ resources: "resources", requests: { cpu: "100m", memory: "200Mi" } }],
    },
  ],
  "prometheus-operator-crds": [],
  // https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml
  "kube-prometheus-stack": [
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
  ],
  // https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-adapter/values.yaml
  "prometheus-adapter": [
    {
      name: "prometheus-adapter",
      kind: "Deployment",
      replicas: "replicas",
      containers: [{ resources: "resources" }],
    },
  ],
  // https://github.com/external-secrets/external-secrets/blob/main/deploy/charts/external-secrets/values.yaml
  "external-secrets": [
    {
      name: "external-secrets",
      kind: "Deployment",
      replicas: "replicaCount",
      containers: [{ resources: "resources" }],
    },
    {
      name: "external-secrets-webhook",
      kind: "Deployment",
      replicas: "webhook.replicaCount",
      containers: [{ resources: "webhook.resources" }],
      unlessOff: "webhook.create",
      placement: "webhook",
    },
    {
      name: "external-secrets-cert-controller",
      kind: "Deployment",
      replicas: "certController.replicaCount",
      containers: [{ resources: "certController.resources" }],
      unlessOff: "certController.create",
      placement: "certController",
    },
  ],
  // https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-chart-9.59.0/charts/cluster-autoscaler/values.yaml
  "cluster-autoscaler": [
    {
      name: "cluster-autoscaler",
      kind: "Deployment",
      replicas: "replicaCount",
      containers: [{ resources: "resources" }],
    },
  ],
  // https://github.com/NVIDIA/k8s-device-plugin/blob/main/deployments/helm/nvidia-device-plugin/values.yaml
  "nvidia-device-plugin": [
    {
      name: "nvidia-device-plugin",
      kind: "DaemonSet",
      containers: [{ resources: "resources" }],
      tolerations: [
        { key: "CriticalAddonsOnly", operator: "Exists" },
        { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      ],
      nodeAffinity: NVIDIA_PRESENT.map(([key, value]) => ({
        matchExpressions: [{ key, operator: "In", values: [value] }],
      })),
    },
  ],
  // https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/charts/v4.13.4/csi-driver-nfs/values.yaml
  "csi-driver-nfs": [
    {
      name: "csi-nfs-controller",
      kind: "Deployment",
      replicas: "controller.replicas",
      containers: [
        { resources: "controller.resources.csiProvisioner", ...NFS_SIDECAR },
        { resources: "controller.resources.csiResizer", ...NFS_SIDECAR },
        {
          resources: "controller.resources.csiSnapshotter",
          ...NFS_SIDECAR,
          unlessOff: "controller.enableSnapshotter",
        },
        { resources: "controller.resources.livenessProbe", ...NFS_SIDECAR },
        { resources: "controller.resources.nfs", ...NFS_SIDECAR },
      ],
      placement: "controller",
      tolerations: CONTROL_PLANE,
    },
    {
      name: "csi-nfs-node",
      kind: "DaemonSet",
      containers: [
        { resources: "node.resources.livenessProbe", ...NFS_SIDECAR },
        { resources: "node.resources.nodeDriverRegistrar", ...NFS_SIDECAR },
        { resources: "node.resources.nfs", ...NFS_SIDECAR },
      ],
      placement: "node",
      tolerations: EVERY_TAINT,
    },
  ],
  // https://github.com/ceph/ceph-csi/blob/devel/charts/ceph-csi-cephfs/values.yaml
  "ceph-csi-cephfs": [
    {
      name: "ceph-csi-cephfs-provisioner",
      kind: "Deployment",
      replicas: "provisioner.replicaCount",
      unsetReplicas: 3,
      containers: [
        { resources: "provisioner.provisioner.resources" },
        { resources: "provisioner.resizer.resources" },
        { resources: "provisioner.snapshotter.resources" },
      ],
      placement: "provisioner",
      apart: true,
    },
    {
      name: "ceph-csi-cephfs-nodeplugin",
      kind: "DaemonSet",
      containers: [
        { resources: "nodeplugin.registrar.resources" },
        { resources: "nodeplugin.plugin.resources" },
      ],
      placement: "nodeplugin",
    },
  ],
};
