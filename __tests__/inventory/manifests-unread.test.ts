import { symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { claim, folder, units, write } from "./manifest-folder";

describe("what cannot be read of a folder of manifests", () => {
  test("says what it did not open: templates by name, links to nothing and out of the folder", () => {
    const outside = path.join(__dirname, "..", "..", "package.json");
    write({
      "a.yaml.j2": claim("a"),
      "b.YAML": claim("b"),
      "c.json.tftpl": JSON.stringify({ apiVersion: "v1", kind: "Pod" }),
      "inside.yaml": claim("i"),
    });
    symlinkSync(path.join(folder, "nowhere.yaml"), path.join(folder, "d.yaml"));
    symlinkSync(outside, path.join(folder, "e.json"));
    const [unit] = units();
    expect(unit?.objects).toEqual([
      "PersistentVolumeClaim default/b b.YAML:1",
      "PersistentVolumeClaim default/i inside.yaml:1",
    ]);
    expect(unit?.problems).toEqual([
      expect.stringContaining("a.yaml.j2:1 is a template by its name"),
      expect.stringContaining("c.json.tftpl:1 is a template by its name"),
      "d.yaml:1 is a link to what is not there",
      "e.json:1 is a link that leads out of the folder, and was not followed",
    ]);
  });

  test("does not name what nobody takes for a manifest", () => {
    write({
      "a.yaml": claim("a"),
      "docs/nav.yml.j2": "nav:\n{% for page in pages %}\n- {{ page }}\n{% endfor %}\n",
      ".vscode/launch.json": '// Comments are allowed here\n{ "version": "0.2.0" }\n',
      "releases.yaml": 'releases:\n- name: "{{ .Release.Name }}"\n',
    });
    expect(units()).toMatchObject([
      { name: ".", objects: ["PersistentVolumeClaim default/a a.yaml:1"], problems: [] },
    ]);
  });

  test("names a JSON manifest with a comment in it", () => {
    write({ "a.json": '// one\n{ "apiVersion": "v1", "kind": "Pod" }\n' });
    expect(units().map(({ problems }) => problems)).toEqual([
      [expect.stringContaining("a.json:1 is not YAML")],
    ]);
  });

  test.each([
    ["\0\0\0binary", "is not text in UTF-8"],
    [JSON.stringify([{ apiVersion: "v1", kind: "Pod" }]), "is a sequence of objects"],
    ["{apiVersion: v1, kind: List, items: [5]}", "an item of the List is no object"],
    ["kind: Pod\nmetadata: {name: a}\n", "a has no apiVersion, and was not checked"],
    ["apiVersion: v1\nmetadata: {name: a}\n", "a has no kind, and was not checked"],
  ])("has a problem where nothing can be made of %j", (text, problem) => {
    write({ "a.yaml": text, "b.yaml": claim("b") });
    const [unit] = units();
    expect(unit?.problems).toEqual([expect.stringContaining(`a.yaml:1 ${problem}`)]);
    expect(unit?.objects).toEqual(["PersistentVolumeClaim default/b b.yaml:1"]);
  });

  test("has a problem where a file is in UTF-16", () => {
    writeFileSync(path.join(folder, "a.yaml"), `\uFEFF${claim("a")}`, "utf16le");
    expect(units().map(({ problems }) => problems)).toEqual([
      ["a.yaml:1 is not text in UTF-8, and was not checked"],
    ]);
  });

  test("a byte order mark and line ends of Windows are no hindrance", () => {
    write({ "a.yaml": `\uFEFF${claim("a")}---\n${claim("b")}`.replaceAll("\n", "\r\n") });
    expect(units()).toEqual([
      {
        name: ".",
        objects: [
          "PersistentVolumeClaim default/a a.yaml:1",
          "PersistentVolumeClaim default/b a.yaml:6",
        ],
        problems: [],
      },
    ]);
  });

  test("kustomizations that take one another in a circle are named, and their files read", () => {
    write({
      "x/kustomization.yaml": "resources: [a.yaml, ../y]\n",
      "x/a.yaml": claim("a"),
      "y/kustomization.yaml": "resources: [b.yaml, ../x]\n",
      "y/b.yaml": claim("b"),
    });
    const [unit, ...others] = units();
    expect(others).toEqual([]);
    expect(unit?.objects).toEqual([
      "PersistentVolumeClaim default/a x/a.yaml:1",
      "PersistentVolumeClaim default/b y/b.yaml:1",
    ]);
    expect(unit?.problems[0]).toContain("x/kustomization.yaml:1 does not build");
  });
});
