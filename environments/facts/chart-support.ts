/** Which Kubernetes a series of a chart is for. */
export interface ChartSupport {
  /** Major and minor version of the chart that this was looked up for. */
  readonly series: string;
  /** Oldest minor that the chart's `kubeVersion` lets in: Helm refuses older ones; undefined: it has none. */
  readonly installsFrom?: string;
  /** Minors that the project says it tests or supports, without `to` all newer ones; undefined: it says nothing. */
  readonly tested?: { readonly from: string; readonly to?: string };
  /** Where the project says so. */
  readonly source: string;
}

/**
 * Kubernetes versions by chart; `kubeVersion` from each chart's Chart.yaml at
 * the pinned version. cluster-autoscaler has no row: its image follows the
 * cluster's version.
 */
export const CHART_SUPPORT: Readonly<Record<string, ChartSupport>> = {
  keda: {
    series: "2.20",
    installsFrom: "1.23",
    tested: { from: "1.33", to: "1.35" },
    source: "https://keda.sh/docs/2.20/operate/cluster/#kubernetes-compatibility",
  },
  "metrics-server": {
    series: "3.13",
    tested: { from: "1.31" },
    source: "https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix",
  },
  "prometheus-operator-crds": {
    series: "31.0",
    installsFrom: "1.16",
    source:
      "https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-operator-crds/Chart.yaml",
  },
  "kube-prometheus-stack": {
    series: "88.5",
    installsFrom: "1.25",
    source:
      "https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/Chart.yaml",
  },
  "prometheus-adapter": {
    series: "5.3",
    tested: { from: "1.21" },
    source:
      "https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-adapter/README.md",
  },
  "external-secrets": {
    series: "2.8",
    installsFrom: "1.19",
    tested: { from: "1.35", to: "1.36" },
    source: "https://external-secrets.io/latest/introduction/stability-support/",
  },
  "nvidia-device-plugin": {
    series: "0.20",
    installsFrom: "1.10",
    source: "https://github.com/NVIDIA/k8s-device-plugin#prerequisites",
  },
  "csi-driver-nfs": {
    series: "4.13",
    tested: { from: "1.21" },
    source:
      "https://github.com/kubernetes-csi/csi-driver-nfs#container-images--kubernetes-compatibility",
  },
  "ceph-csi-cephfs": {
    series: "3.12",
    tested: { from: "1.29", to: "1.31" },
    source: "https://github.com/ceph/ceph-csi/tree/v3.12.2#known-to-work-co-platforms",
  },
};

/**
 * Version of the Prometheus operator (`appVersion`) by chart and version of the
 * chart: the CRDs come with one of them, the operator that reads them with the
 * other. The pinned version, and those that a rollback would take.
 * https://github.com/prometheus-community/helm-charts/tree/main/charts
 */
export const PROMETHEUS_OPERATOR: Readonly<
  Record<"prometheus-operator-crds" | "kube-prometheus-stack", Readonly<Record<string, string>>>
> = {
  "prometheus-operator-crds": { "31.0.0": "v0.93.0", "31.0.1": "v0.93.1" },
  "kube-prometheus-stack": { "88.3.0": "v0.93.0", "88.5.2": "v0.93.1", "88.5.3": "v0.93.1" },
};
