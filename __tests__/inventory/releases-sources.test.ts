import { describePlace } from "../../inventory/model";
import { fromCluster, fromPlan, fromStack, resourcesOf } from "./four-readers";
import { folder, write } from "./manifest-folder";
import { readReleases as read } from "./read-releases";

describe("a helmfile", () => {
  test("has releases with the values of its files, at their lines", () => {
    write({
      "helmfile.yaml": `repositories:
  - {name: ks, url: "https://kubernetes-sigs.github.io/metrics-server"}
releases:
  - name: metrics-server
    namespace: kube-system
    chart: ks/metrics-server
    version: 3.13.0
    values: [values/ms.yaml, {replicas: 2}]
  - {name: off, chart: ks/other, installed: false}
  - {name: any, chart: ks/other, values: [missing.yaml, /etc/passwd, ../out.yaml]}
`,
      "values/ms.yaml": "apiService: {create: false}\nreplicas: 1\n",
    });
    const { releases, problems } = read();
    expect(releases.map(({ place }) => describePlace(place).replace(`${folder}/`, ""))).toEqual([
      "helmfile.yaml:4",
      "helmfile.yaml:10",
    ]);
    expect(releases).toMatchObject([
      {
        chart: "metrics-server",
        version: "3.13.0",
        repository: "https://kubernetes-sigs.github.io/metrics-server",
        values: { apiService: { create: false }, replicas: 2 },
      },
      { chart: "other", version: "*" },
    ]);
    expect(problems).toHaveLength(3);
  });

  test.each([
    ["helmfile.yaml", "releases:\n{{- range .Values.all }}\n- name: {{ .name }}\n{{- end }}\n"],
    ["helmfile.yaml.gotmpl", "releases:\n{{ if true }}\n- {name: a, chart: b}\n{{ end }}\n"],
    ["helmfile.d/a.yaml", 'releases: [{name: a, chart: r/a, version: "{{ .Values.version }}"}]'],
  ])("that is a template is a problem: %s", (name, text) => {
    write({ [name]: text });
    expect(read()).toMatchObject({
      releases: [],
      problems: [expect.stringMatching(/helmfile.*(was|were) not checked/)],
    });
  });
});

test("a release that is an object is the same from every source", async () => {
  const objects = [
    {
      apiVersion: "helm.toolkit.fluxcd.io/v2",
      kind: "HelmRelease",
      metadata: { name: "a", namespace: "ns" },
      spec: {
        chart: {
          spec: {
            chart: "keda",
            version: "2.20.2",
            sourceRef: { kind: "HelmRepository", name: "k" },
          },
        },
      },
    },
    {
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "HelmRepository",
      metadata: { name: "k", namespace: "ns" },
      spec: { url: "https://kedacore.github.io/charts" },
    },
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name: "b", namespace: "argocd" },
      spec: { source: { repoURL: "r", chart: "metrics-server", targetRevision: "3.13.0" } },
    },
    {
      apiVersion: "helm.cattle.io/v1",
      kind: "HelmChart",
      metadata: { name: "c", namespace: "kube-system" },
      spec: { chart: "traefik", repo: "r", version: "1.0.0" },
    },
  ];
  const withoutPlace = ({ place: _, ...release }: object & { readonly place: unknown }) => release;
  const expected = fromStack(resourcesOf(objects)).helmReleases.map(withoutPlace);
  expect(expected).toHaveLength(3);
  expect(fromPlan(resourcesOf(objects)).helmReleases.map(withoutPlace)).toEqual(expected);
  write({ "all.yaml": objects.map((object) => JSON.stringify(object)).join("\n---\n") });
  expect(read().releases.map(withoutPlace)).toEqual(expected);
  expect((await fromCluster(objects)).helmReleases.map(withoutPlace)).toEqual(
    expect.arrayContaining(expected),
  );
});
