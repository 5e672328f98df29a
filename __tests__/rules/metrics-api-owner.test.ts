import { findingsIn } from "./fixture";

describe("metrics-api-owner", () => {
  test("refuses a metrics-server beside the one that k3s ships", () => {
    expect(findingsIn("invalid", "metrics-api-owner")).toEqual([
      {
        rule: "metrics-api-owner",
        severity: "error",
        object: "HelmRelease kube-system/metrics-server",
        place: {
          kind: "terraform",
          stack: "staging-platform",
          address: "helm_release.metrics-server",
        },
        message:
          "v1beta1.metrics.k8s.io is served by HelmRelease kube-system/metrics-server and Cluster metrics-server: the last one applied takes it from the others",
        fix: "switch metrics-server off where the cluster brings one, and leave rules.resource of prometheus-adapter unset",
      },
    ]);
  });

  test("refuses external rules in prometheus-adapter: that API is KEDA's", () => {
    expect(findingsIn("invalid", "metrics-api-owner-adapter-takes-external")).toEqual([
      {
        rule: "metrics-api-owner",
        severity: "error",
        object: "HelmRelease keda/keda",
        place: { kind: "terraform", stack: "staging-platform", address: "helm_release.keda" },
        message:
          "v1beta1.external.metrics.k8s.io is served by HelmRelease keda/keda and HelmRelease monitoring/prometheus-adapter: the last one applied takes it from the others",
        fix: "leave the API to KEDA: set rules.external of prometheus-adapter to []",
      },
    ]);
  });

  test("refuses resource rules in prometheus-adapter: that API is metrics-server's", () => {
    expect(findingsIn("invalid", "metrics-api-owner-adapter-takes-resource")).toEqual([
      {
        rule: "metrics-api-owner",
        severity: "error",
        object: "HelmRelease monitoring/prometheus-adapter",
        place: {
          kind: "terraform",
          stack: "staging-platform",
          address: "helm_release.prometheus-adapter",
        },
        message:
          "v1beta1.metrics.k8s.io is served by HelmRelease monitoring/prometheus-adapter and Cluster metrics-server: the last one applied takes it from the others",
        fix: "switch metrics-server off where the cluster brings one, and leave rules.resource of prometheus-adapter unset",
      },
    ]);
  });

  test("refuses a ScaledObject whose metrics nobody serves", () => {
    expect(findingsIn("invalid", "metrics-api-owner-nobody")).toEqual([
      {
        rule: "metrics-api-owner",
        severity: "error",
        object: "ScaledObject montage-ai/worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_manifest.worker-scaler",
        },
        message:
          "nobody serves v1beta1.external.metrics.k8s.io: ScaledObject montage-ai/worker cannot see a metric",
        fix: "switch keda on",
      },
    ]);
  });
});
