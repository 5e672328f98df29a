import { claim, refuses, units, write } from "./manifest-folder";

const TWO = `resources: [a.yaml]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: dropped}
`;
const DROPPED =
  "kustomization.yaml:3 is one document too many: kustomize takes the first of its file and drops ConfigMap dropped, which was not checked";

describe("a kustomization of several documents", () => {
  test("is built as kubectl does, of the first, and says what is dropped", () => {
    write({ "kustomization.yaml": TWO, "a.yaml": claim("a") });
    expect(units(() => ({ yaml: claim("a") }))).toEqual([
      { name: ".", objects: ["PersistentVolumeClaim default/a a.yaml:1"], problems: [DROPPED] },
    ]);
  });

  test("says so also where it does not build, and below another", () => {
    write({ "kustomization.yaml": TWO, "a.yaml": claim("a") });
    expect(units(refuses)[0]?.problems).toContainEqual(DROPPED);
    write({
      "kustomization.yaml": "resources: [base]\n",
      "base/kustomization.yaml": TWO,
      "base/a.yaml": claim("a"),
    });
    expect(units(() => ({ yaml: claim("a") }))[0]?.problems).toEqual([`base/${DROPPED}`]);
  });

  test.each(["resources: [a.yaml]\n---\n", "resources: [a.yaml]\n---\n# no more\n...\n"])(
    "drops nothing where the second is empty: %j",
    (text) => {
      write({ "kustomization.yaml": text, "a.yaml": claim("a") });
      expect(units(() => ({ yaml: claim("a") }))[0]?.problems).toEqual([]);
    },
  );

  test("is read although a dropped document is no YAML: kustomize never opens it", () => {
    write({ "kustomization.yaml": "resources: [a.yaml]\n---\n{bad: [\n", "a.yaml": claim("a") });
    expect(units(() => ({ yaml: claim("a") }))).toMatchObject([
      { objects: ["PersistentVolumeClaim default/a a.yaml:1"] },
    ]);
  });
});
