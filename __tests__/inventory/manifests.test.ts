import { symlinkSync } from "node:fs";
import path from "node:path";
import { readManifests } from "../../inventory/manifests";
import { claim, folder, refuses, units, write } from "./manifest-folder";

const quota = (name: string) =>
  `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: ${name}}\nspec: {}\n`;

describe("a folder of manifests", () => {
  test("is read document by document, Lists item by item, with their lines", () => {
    write({
      "all.yaml": `# first\n${claim("a")}---\n---\n${claim("b")}`,
      "list.yml": `apiVersion: v1\nkind: List\nitems:\n- ${claim("c").replaceAll("\n", "\n  ")}\n- ${claim("d").replaceAll("\n", "\n  ")}\n`,
      "claims.json": JSON.stringify({
        apiVersion: "v1",
        kind: "PersistentVolumeClaimList",
        items: [{ metadata: { name: "e" }, spec: {} }],
      }),
    });
    expect(units()).toEqual([
      {
        name: ".",
        objects: [
          "PersistentVolumeClaim default/a all.yaml:2",
          "PersistentVolumeClaim default/b all.yaml:8",
          "PersistentVolumeClaim default/e claims.json:1",
          "PersistentVolumeClaim default/c list.yml:4",
          "PersistentVolumeClaim default/d list.yml:9",
        ],
        problems: [],
      },
    ]);
  });

  test("may use anchors and merge keys", () => {
    write({
      "a.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a, namespace: ns}\ndata: &d {x: '1'}\n---\n" +
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\nx: &e {v: '2'}\ndata: {<<: *e, z: '3'}\n",
    });
    const [unit] = readManifests(folder, refuses);
    expect(unit?.reading.inventory.configMaps.map(({ data }) => data)).toEqual([
      { x: "1" },
      { v: "2", z: "3" },
    ]);
  });

  test("skips what is for other programs, and folders that are not its own", () => {
    write({
      "values.yaml": "replicas: 2\n",
      "docker-compose.yml": "services: {web: {image: a}}\n",
      "Chart.yaml": "apiVersion: v2\nname: x\n",
      "empty.yaml": "",
      "node_modules/x/a.yaml": claim("a"),
      ".git/a.yaml": claim("a"),
      "notes.txt": claim("a"),
    });
    symlinkSync(path.join(__dirname, ".."), path.join(folder, "outside"));
    symlinkSync(folder, path.join(folder, "itself"));
    expect(units()).toEqual([]);
  });

  test.each([
    ["a: [1\n", "a.yaml:2 is not YAML: Flow sequence in block collection must be"],
    ["a: 1\nb: 1\nb: 2\n", "a.yaml:3 is not YAML: Map keys must be unique"],
    ["apiVersion: v1\nkind: Pod\nmetadata: *x\n", "a.yaml:1 is not YAML: Unresolved alias"],
    [
      "{{- if .Values.on }}\nkind: Pod\n{{- end }}\n",
      "a.yaml:1 is a Helm template, not YAML; render it (helm template) and check what comes out",
    ],
    [
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ name }}\n---\nname: {{ b }}\n",
      "a.yaml:1 is a Helm template, not YAML; render it (helm template) and check what comes out",
    ],
  ])("has a problem where a file cannot be read: %j", (text, problem) => {
    write({ "a.yaml": text, "b.yaml": claim("b") });
    const [unit] = units();
    expect(unit?.problems).toEqual([expect.stringContaining(problem)]);
    expect(unit?.objects).toEqual(["PersistentVolumeClaim default/b b.yaml:1"]);
  });

  test("may hold patches that no kustomization names: they are problems, not objects", () => {
    const patch =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {replicas: 3}\n";
    write({ "a.yaml": `${claim("a")}---\n${patch}` });
    expect(units()).toEqual([
      {
        name: ".",
        objects: ["PersistentVolumeClaim default/a a.yaml:1"],
        problems: [
          "a.yaml:6 Deployment app has no selector, as a patch has none: alone it is nothing, so it was not checked",
        ],
      },
    ]);
  });

  test("may have braces that are not Helm's", () => {
    write({ "a.yaml": `${claim("a")}x: |\n  VALUE: {{ $value }}\n` });
    expect(units()).toMatchObject([{ objects: ["PersistentVolumeClaim default/a a.yaml:1"] }]);
  });
});

describe("kustomizations", () => {
  const overlays = {
    "base/kustomization.yaml": "resources: [claim.yaml]\n",
    "base/claim.yaml": claim("data"),
    "base/unused.yaml": quota("unused"),
    "staging/kustomization.yaml":
      "namespace: staging\nresources: [../base/, quota.yaml]\npatches: [{path: patch.yaml}]\n",
    "staging/quota.yaml": quota("q"),
    "staging/patch.yaml": claim("data"),
    "production/Kustomization":
      "resources: [../base]\npatchesStrategicMerge: [p.yaml]\nconfigMapGenerator: [{name: c, files: [k=c.json]}]\n",
    "production/p.yaml": claim("data"),
    "production/c.json": JSON.stringify({ apiVersion: "v1", kind: "Pod" }),
  };

  test("are a unit each when nothing takes them, patches are no objects, the rest is a unit by itself", () => {
    write(overlays);
    const unbuilt =
      "does not build: no such file; its files were read as they stand, without patches, generators and changed names";
    expect(units()).toEqual([
      {
        name: "production",
        objects: ["PersistentVolumeClaim default/data base/claim.yaml:1"],
        problems: [`production/Kustomization:1 ${unbuilt}`],
      },
      {
        name: "staging",
        objects: [
          "PersistentVolumeClaim staging/data base/claim.yaml:1",
          "ResourceQuota staging/q staging/quota.yaml:1",
        ],
        problems: [`staging/kustomization.yaml:1 ${unbuilt}`],
      },
      {
        name: "base (files in no kustomization)",
        objects: ["ResourceQuota default/unused base/unused.yaml:1"],
        problems: [],
      },
    ]);
  });

  test("are read as they are built, with the place of the file that an object comes from", () => {
    write(overlays);
    const yaml = `${claim("data")}---\n${quota("generated")}`;
    expect(units(() => ({ yaml }))[1]).toEqual({
      name: "staging",
      objects: [
        "PersistentVolumeClaim default/data base/claim.yaml:1",
        "ResourceQuota default/generated staging/kustomization.yaml:1",
      ],
      problems: [],
    });
  });

  test("say what they name in vain and what they name twice, and that a circle ends", () => {
    write({
      "a/kustomization.yaml": "resources: [gone.yaml, claim.yaml, again.yaml, ../b]\n",
      "a/claim.yaml": claim("data"),
      "a/again.yaml": claim("data"),
      "b/kustomization.yaml": "resources: [https://example.org/x.yaml, ../b]\n",
      "c/kustomization.yaml": "resources: 7\n",
    });
    expect(units().map(({ problems }) => problems)).toEqual([
      [
        expect.stringContaining("a/kustomization.yaml:1 does not build"),
        "a/kustomization.yaml:1 names a/gone.yaml, which cannot be read; what it holds was not checked",
        "b/kustomization.yaml:1 names https://example.org/x.yaml, which cannot be read; what it holds was not checked",
        "b/kustomization.yaml:1 names b, which cannot be read; what it holds was not checked",
        "a/again.yaml:1 PersistentVolumeClaim data stands in a/claim.yaml:1 as well; kustomize takes a name once, so this one was not checked",
      ],
      ["c/kustomization.yaml:1 resources: Invalid input: expected array, received number"],
    ]);
  });
});
