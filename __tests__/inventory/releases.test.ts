import { write } from "./manifest-folder";
import { readReleases as read } from "./read-releases";

const FLUX = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: kedacore, namespace: flux-system}
spec: {url: "https://kedacore.github.io/charts"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: keda, namespace: apps}
spec:
  targetNamespace: keda
  chart: {spec: {chart: keda, version: 2.20.2, sourceRef: {kind: HelmRepository, name: kedacore, namespace: flux-system}}}
  valuesFrom: [{kind: ConfigMap, name: below}, {kind: ConfigMap, name: below, valuesKey: tag, targetPath: image.tag}]
  values: {operator: {replicaCount: 2}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: below, namespace: apps}
data: {values.yaml: "operator: {replicaCount: 1, name: o}", tag: v1}
`;

describe("a release of Flux", () => {
  test("has chart, version, repository and the values of ConfigMaps below its own", () => {
    write({ "a.yaml": FLUX });
    const { releases, owners, problems } = read();
    expect(problems).toEqual([]);
    expect(owners).toEqual(["v1beta1.external.metrics.k8s.io"]);
    expect(releases).toMatchObject([
      {
        kind: "HelmRelease",
        namespace: "apps",
        name: "keda",
        releaseNamespace: "keda",
        releaseName: "keda-keda",
        chart: "keda",
        version: "2.20.2",
        repository: "https://kedacore.github.io/charts",
        values: { operator: { replicaCount: 2, name: "o" }, image: { tag: "v1" } },
      },
    ]);
  });

  test("may take its chart from an OCIRepository", () => {
    write({
      "a.yaml": `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: adapter, namespace: ns}
spec: {url: "oci://ghcr.io/charts/prometheus-adapter", ref: {tag: 5.3.0}}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: a, namespace: ns}
spec: {chartRef: {kind: OCIRepository, name: adapter}}
`,
    });
    expect(read()).toMatchObject({
      releases: [{ chart: "prometheus-adapter", version: "5.3.0" }],
      owners: ["v1beta1.custom.metrics.k8s.io"],
      problems: [],
    });
  });

  test("has a problem for each thing that it takes from what is not read", () => {
    write({
      "a.yaml": `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: a, namespace: ns}
spec:
  chartRef: {kind: OCIRepository, name: gone}
  valuesFrom: [{kind: Secret, name: s}, {kind: ConfigMap, name: c, optional: true}]
`,
    });
    expect(read().problems).toEqual([
      expect.stringContaining("takes values of Secret ns/s, which were not read"),
      expect.stringContaining("takes chart and version of OCIRepository ns/gone"),
    ]);
  });

  test("that names no chart is a problem", () => {
    write({
      "a.yaml": `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec: {}\n`,
    });
    expect(read()).toMatchObject({ releases: [], problems: ["spec names no chart"] });
  });
});

describe("a release of Argo CD", () => {
  const application = (source: string) =>
    `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app, namespace: argocd}
spec: {destination: {namespace: monitoring}, ${source}}
`;

  test("is a source with a chart, with its values and parameters; a folder of a repository is none", () => {
    write({
      "a.yaml": application(`sources: [
        {repoURL: "https://charts.example.com", chart: prometheus-adapter, targetRevision: 5.3.0,
         helm: {releaseName: adapter, values: "rules: {default: false}", parameters: [{name: "rules.external[0].seriesQuery", value: q}]}},
        {repoURL: "https://git.example.com/a.git", path: apps, targetRevision: HEAD}]`),
    });
    expect(read()).toMatchObject({
      releases: [
        {
          kind: "Application",
          namespace: "argocd",
          name: "app",
          releaseName: "adapter",
          releaseNamespace: "monitoring",
          version: "5.3.0",
          repository: "https://charts.example.com",
          values: { rules: { default: false, external: [{ seriesQuery: "q" }] } },
        },
      ],
      owners: ["v1beta1.external.metrics.k8s.io"],
      problems: [],
    });
  });

  test("has a problem for values in files, and for charts that a generator names", () => {
    write({
      "a.yaml": application(
        `source: {repoURL: r, chart: keda, helm: {valueFiles: [$values/keda.yaml]}}`,
      ),
      "b.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set, namespace: argocd}
spec: {template: {spec: {source: {repoURL: r, chart: "{{.chart}}", targetRevision: 1.0.0}}}}
`,
    });
    const { releases, problems } = read();
    expect(releases).toMatchObject([{ chart: "keda", version: "*" }]);
    expect(problems.join()).toContain("values of $values/keda.yaml");
    expect(problems.join()).toContain("charts that its generators name");
  });
});

test("a HelmChart of k3s has the values of its HelmChartConfig over its own, and what it sets over both", () => {
  write({
    "a.yaml": `apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: {name: metrics-server, namespace: kube-system}
spec:
  chart: https://example.com/metrics-server-3.13.0.tgz
  targetNamespace: monitoring
  valuesContent: "apiService: {create: true}\\nreplicas: 1"
  set: {replicas: "2"}
---
apiVersion: helm.cattle.io/v1
kind: HelmChartConfig
metadata: {name: metrics-server, namespace: kube-system}
spec: {valuesContent: "apiService: {create: false}\\nreplicas: 3"}
`,
  });
  expect(read()).toMatchObject({
    releases: [
      {
        kind: "HelmChart",
        releaseNamespace: "monitoring",
        chart: "metrics-server",
        values: { apiService: { create: false }, replicas: 2 },
      },
    ],
    owners: [],
    problems: [],
  });
});
