import { claim, units, write } from "./manifest-folder";

const HELM = "is a Helm template, not YAML";

const release = (metadata: string, value: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${metadata}}\nspec: {chart: {spec: {chart: c, sourceRef: {kind: HelmRepository, name: h}}}, values: {host: '${value}'}}\n`;

describe("Helm's expressions in a folder of manifests", () => {
  test.each([
    ["in quotes in an object", `${claim("a")}x: "{{ .Values.size }}"\n`],
    ["as the name of what carries values", release('"{{ .Release.Name }}"', "a")],
    ["without quotes", `${claim("a")}x: {{ include "labels" . }}\n`],
  ])("make the file a template: %s", (_, text) => {
    write({ "a.yaml": text });
    expect(units()).toEqual([
      { name: ".", objects: [], problems: [expect.stringContaining(`a.yaml:1 ${HELM}`)] },
    ]);
  });

  test("are not the expressions of a GitHub workflow, whose own errors are told", () => {
    write({ "a.yaml": "on: push\nname: ${{ github.ref }}\njobs: {a: b\n" });
    const problems = units().flatMap((unit) => unit.problems);
    expect(problems).not.toEqual([]);
    expect(problems.join()).not.toContain(HELM);
  });

  test.each([
    ["the values of a chart", release("a", "{{ .Release.Name }}.example.com")],
    [
      "a program's file in a ConfigMap",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  values.yaml: |\n    host: '{{ .Release.Name }}'\n",
    ],
    [
      "another program's templates",
      `apiVersion: monitoring.coreos.com/v1alpha1\nkind: AlertmanagerConfig\nmetadata: {name: a}\nspec: {title: '{{ template "title" . }}'}\n`,
    ],
    ["a comment", "# {{ .Values.size }} before the chart was given up\n"],
  ])("leave the file readable in %s", (_, text) => {
    write({ "a.yaml": `${text}---\n${claim("a")}` });
    expect(units()).toMatchObject([
      {
        objects: expect.arrayContaining([
          expect.stringContaining("PersistentVolumeClaim default/a"),
        ]),
        problems: [],
      },
    ]);
  });

  test("do not keep a built kustomization from being checked", () => {
    write({ "kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": claim("a") });
    const yaml = `${release("r", "{{ .Release.Name }}.example.com")}---\n${claim("a")}`;
    expect(units(() => ({ yaml }))).toMatchObject([
      {
        objects: [
          "PersistentVolumeClaim default/a a.yaml:1",
          expect.stringContaining("HelmRelease"),
        ],
        problems: [],
      },
    ]);
  });
});

describe("a chart in a folder of manifests", () => {
  const template = "{{- if .Values.on }}\nkind: Pod\n{{- end }}\n";

  test("is one problem for all its templates; what is no template is read", () => {
    write({
      "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "charts/web/values.yaml": "on: true\n",
      "charts/web/templates/a.yaml": template,
      "charts/web/templates/tests/b.yaml": template,
      "charts/web/templates/plain.yaml": claim("plain"),
      "charts/web/crds/c.yaml": claim("c"),
    });
    expect(units()).toEqual([
      {
        name: "charts/web",
        objects: [],
        problems: [
          expect.stringMatching(
            /^charts\/web\/Chart.yaml:1 is a Helm chart with 2 templates that were not checked; render it \(helm template .*charts\/web\) and check what comes out$/,
          ),
        ],
      },
      {
        name: "charts/web/crds",
        objects: ["PersistentVolumeClaim default/c charts/web/crds/c.yaml:1"],
        problems: [],
      },
      {
        name: "charts/web/templates",
        objects: ["PersistentVolumeClaim default/plain charts/web/templates/plain.yaml:1"],
        problems: [],
      },
    ]);
  });

  test("has its dependencies' templates beside it, each chart by itself", () => {
    const chart = "apiVersion: v2\nname: x\nversion: 1.0.0\n";
    write({
      "Chart.yaml": chart,
      "templates/a.yaml": template,
      "charts/redis/Chart.yaml": chart,
      "charts/redis/templates/a.yaml": template,
    });
    expect(units().map(({ name, problems }) => [name, problems.length])).toEqual([
      ["charts/redis", 1],
      [".", 1],
    ]);
  });

  test("is none where templates lie in a folder without one", () => {
    write({ "templates/a.yaml": template, "templates/b.yaml": template });
    expect(units().map(({ problems }) => problems)).toEqual([
      [
        expect.stringContaining(`templates/a.yaml:1 ${HELM}`),
        expect.stringContaining(`templates/b.yaml:1 ${HELM}`),
      ],
    ]);
  });
});
