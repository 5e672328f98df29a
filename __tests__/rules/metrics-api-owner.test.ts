import { metricsApiOwner } from "../../rules/metrics-api-owner";
import { readSynthesized } from "../../inventory/synthesized";
import { specOf } from "../support/synth";
import { findingsIn } from "./fixture";
import { foundInCluster, foundInYaml } from "./foreign";

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
          "no release serves v1beta1.external.metrics.k8s.io: ScaledObject montage-ai/worker cannot see a metric",
        fix: "switch keda on",
      },
    ]);
  });

  test("refuses take_ownership on a release that registers a metrics API", () => {
    expect(findingsIn("invalid", "metrics-api-owner-take-ownership")).toEqual([
      {
        rule: "metrics-api-owner",
        severity: "error",
        object: "HelmRelease kube-system/metrics-server",
        place: {
          kind: "terraform",
          stack: "production-platform",
          address: "helm_release.metrics-server",
        },
        message:
          "sets take_ownership: it takes its metrics API from the release that has it, without an error",
        fix: "leave take_ownership out of HelmRelease kube-system/metrics-server",
      },
    ]);
  });

  test("refuses an APIService declared beside the chart that registers it", () => {
    expect(findingsIn("invalid", "metrics-api-owner-declared-twice")).toEqual([
      {
        rule: "metrics-api-owner",
        severity: "error",
        object: "HelmRelease keda/keda",
        place: { kind: "terraform", stack: "production-platform", address: "helm_release.keda" },
        message:
          "v1beta1.external.metrics.k8s.io is served by HelmRelease keda/keda and APIService v1beta1.external.metrics.k8s.io: the last one applied takes it from the others",
        fix: "leave the API to KEDA: set rules.external of prometheus-adapter to []",
      },
    ]);
  });

  test("warns of a metrics-server on a k3s whose own one nobody speaks of", () => {
    const staging = specOf("staging");
    const release = { name: "metrics-server", namespace: "kube-system", chart: "metrics-server" };
    const json = { resource: { helm_release: { "metrics-server": release } } };
    const inventory = readSynthesized([{ name: "staging-platform", json }]);
    const spec = { ...staging, cluster: { ...staging.cluster, provides: [] } };
    expect(metricsApiOwner.check(inventory, spec)).toMatchObject([
      {
        severity: "warning",
        message:
          "serves v1beta1.metrics.k8s.io on k3s, which brings a metrics-server of its own unless it runs with --disable=metrics-server",
        fix: 'switch it off and add "metrics-server" to cluster.provides',
      },
    ]);
  });
});

/** As k3s deploys its own, and the APIService that points to it. */
const BUILT_IN = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: metrics-server, namespace: kube-system }
spec:
  template:
    spec:
      containers: [{ name: metrics-server, image: "rancher/mirrored-metrics-server:v0.8.0" }]
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1beta1.metrics.k8s.io }
spec: { service: { namespace: kube-system, name: metrics-server } }
`;

const SECOND = `
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: metrics-server
  namespace: monitoring
  annotations: { meta.helm.sh/release-name: metrics-server, meta.helm.sh/release-namespace: monitoring }
spec:
  template:
    spec:
      containers: [{ name: metrics-server, image: "registry.k8s.io/metrics-server/metrics-server:v0.8.0" }]
`;

describe("metrics-api-owner on a cluster and on foreign manifests", () => {
  test("counts k3s's metrics-server, its APIService and cluster.provides as one", () => {
    expect(foundInCluster(metricsApiOwner, BUILT_IN, specOf("staging"))).toEqual([]);
  });

  test("finds a second metrics-server beside the one that k3s runs", () => {
    expect(foundInCluster(metricsApiOwner, BUILT_IN + SECOND, specOf("staging"))).toEqual([
      "error Deployment kube-system/metrics-server: v1beta1.metrics.k8s.io is served by Deployment kube-system/metrics-server and Deployment monitoring/metrics-server: the last one applied takes it from the others",
    ]);
  });

  test("takes a folder's metrics-server and its APIService for one, in several copies too", () => {
    expect(foundInYaml(metricsApiOwner, `${BUILT_IN}---${BUILT_IN}`)).toEqual([]);
  });

  test("warns of one APIService with two backends in a folder", () => {
    const of = (namespace: string) => `
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1beta1.external.metrics.k8s.io }
spec: { service: { namespace: ${namespace}, name: adapter } }
`;
    expect(foundInYaml(metricsApiOwner, `${of("keda")}---${of("datadog")}`)).toEqual([
      "warning APIService v1beta1.external.metrics.k8s.io: v1beta1.external.metrics.k8s.io is served by APIService v1beta1.external.metrics.k8s.io (all.yaml:1) and APIService v1beta1.external.metrics.k8s.io (all.yaml:1): the last one applied takes it from the others",
    ]);
    expect(foundInYaml(metricsApiOwner, `${of("keda")}---${of("keda")}`)).toEqual([]);
  });

  test("says nothing of a ScaledObject in a folder that does not hold KEDA", () => {
    const yaml = `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker }
spec: { scaleTargetRef: { name: worker }, triggers: [] }
`;
    expect(foundInYaml(metricsApiOwner, yaml)).toEqual([]);
  });
});

describe("metrics-api-owner of releases that no Terraform installs", () => {
  const adapter = (external: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: adapter, namespace: argocd }
spec:
  destination: { namespace: monitoring }
  source:
    { repoURL: r, chart: prometheus-adapter, targetRevision: 5.3.0, helm: { valuesObject: { rules: { default: false, external: ${external} } } } }
---
apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: keda, namespace: kube-system }
spec: { chart: keda, repo: r, version: 2.20.2, targetNamespace: keda }
`;

  test("sees two that serve one API, and nothing wrong in one that serves none", () => {
    expect(foundInYaml(metricsApiOwner, adapter("[{ seriesQuery: q }]"))).toEqual([
      "warning Application argocd/adapter: v1beta1.external.metrics.k8s.io is served by Application argocd/adapter (all.yaml:1) and HelmChart kube-system/keda (all.yaml:1): the last one applied takes it from the others",
    ]);
    expect(foundInYaml(metricsApiOwner, adapter("[]"))).toEqual([]);
  });

  test("takes what Argo CD applied of a chart for its release, in a cluster", () => {
    const yaml = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: metrics, namespace: argocd }
spec: { destination: { namespace: monitoring }, source: { repoURL: r, chart: metrics-server, targetRevision: 3.13.0 } }
---${BUILT_IN.replaceAll("kube-system", "monitoring")}`;
    expect(foundInCluster(metricsApiOwner, yaml, undefined)).toEqual([]);
  });
});
