import { inventoryOfCode } from "../../../cli/synthesis/inventory-of-code";
import { driftFromCode } from "../../../cli/doctor/drift-from-code";
import type { Examination } from "../../../cli/doctor/examination";
import { contextOf } from "../../support/doctor";
import { specOf } from "../../support/synth";

const spec = specOf("local");
const code = inventoryOfCode(spec);
/** The cluster as the code makes it, with one list changed. */
const examine = (change: Partial<typeof code>, rest: Partial<Examination> = {}) =>
  driftFromCode(code, { ...contextOf({ ...code, ...change }, spec), ...rest });
const [worker] = code.workloads.filter(({ name }) => name === "montage-ai-worker");
if (worker === undefined) throw new Error("local has no worker");

test("a cluster as its code makes it has no drift, whatever the replicas that an autoscaler decided on", () => {
  expect(examine({})).toEqual([]);
  const workloads = code.workloads.map((each) =>
    each === worker ? { ...each, replicas: 7 } : each,
  );
  expect(examine({ workloads })).toEqual([]);
});

test("an image set by hand is drift, with both values and the command that plans it away", () => {
  const containers = worker.pod.containers.map((each) => ({ ...each, image: "other:1" }));
  const changed = { ...worker, pod: { ...worker.pod, containers } };
  const workloads = code.workloads.map((each) => (each === worker ? changed : each));
  const [found, ...others] = examine({ workloads });
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    id: "drift-from-code",
    severity: "error",
    object: "Deployment montage-ai/montage-ai-worker",
    command: "npm run plan -- local",
  });
  expect(found?.cause).toMatch(/pod\.containers\.worker\.image: code .*, live other:1/);
});

test("a value of a variable is not shown", () => {
  const containers = worker.pod.containers.map((each) => ({
    ...each,
    env: each.env.map((variable) =>
      variable.kind === "literal" ? { ...variable, value: "hello" } : variable,
    ),
  }));
  const changed = { ...worker, pod: { ...worker.pod, containers } };
  const [found] = examine({ workloads: code.workloads.map((w) => (w === worker ? changed : w)) });
  expect(found?.cause).toMatch(/\.env\.\w+\.value: code \(a value\), live \(a value\)/);
  expect(found?.cause).not.toMatch(/hello/);
});

test("what is gone is drift; a kind of which nothing was read is not judged", () => {
  const workloads = code.workloads.filter((each) => each !== worker);
  expect(examine({ workloads }).map(({ object, cause }) => [object, cause])).toEqual([
    ["Deployment montage-ai/montage-ai-worker", "is not there"],
  ]);
  expect(examine({ workloads: [] })).toEqual([]);
});

test("a key that somebody adds to a ConfigMap is drift, without its value", () => {
  const [first, ...others] = code.configMaps;
  if (first === undefined) throw new Error("local has no ConfigMap");
  const changed = { ...first, data: { ...first.data, EXTRA: "hello" } };
  const [found, ...more] = examine({ configMaps: [changed, ...others] });
  expect(more).toEqual([]);
  expect(found?.cause).toBe("data.EXTRA: code nothing, live (a value)");
});

describe("rights", () => {
  const rule = { apiGroups: [""], resources: ["pods"], verbs: ["list", "patch"] };
  /** The Role and its binding as the API server has them, with other rules or subjects. */
  const live = (rules: readonly object[], subjects?: readonly object[]) =>
    code.contents
      .filter(({ name }) => name === "deletion-cost")
      .map((content) => ({
        ...content,
        value:
          content.kind === "Role"
            ? { kind: "Role", rules }
            : {
                kind: "RoleBinding",
                roleRef: { kind: "Role", name: "deletion-cost" },
                subjects: subjects ?? [
                  { kind: "ServiceAccount", namespace: "montage-ai", name: "deletion-cost" },
                ],
              },
      }));
  const others = code.contents.filter(({ name }) => name !== "deletion-cost");
  const drift = (changed: readonly (typeof code.contents)[number][]) =>
    examine({ contents: [...others, ...changed] }).map(
      ({ object, cause }) => `${object}: ${cause}`,
    );

  test("that are split and ordered otherwise are the same", () => {
    const split = ["patch", "list"].map((verb) => ({ ...rule, verbs: [verb] }));
    expect(drift(live(split))).toEqual([]);
  });

  test("that are added or taken away are named one by one", () => {
    expect(
      drift(
        live([
          { ...rule, verbs: ["list"] },
          { ...rule, resources: ["secrets"], verbs: ["get"] },
        ]),
      ),
    ).toEqual([
      "Role montage-ai/deletion-cost: grants get secrets, which the code does not; does not grant patch pods, which the code does",
    ]);
  });

  test("that are given to others are drift of the binding", () => {
    expect(drift(live([rule], [{ kind: "User", name: "me" }]))).toEqual([
      "RoleBinding montage-ai/deletion-cost: gives it to User me, which the code does not; does not give it to ServiceAccount montage-ai/deletion-cost, which the code does",
    ]);
  });

  test("that are gone are drift, and of a kind that could not be read nothing is said", () => {
    expect(drift([])).toEqual([
      "RoleBinding montage-ai/deletion-cost: is not there",
      "Role montage-ai/deletion-cost: is not there",
    ]);
    const unreadKinds = new Set(["Role", "RoleBinding"]);
    expect(examine({ contents: others }, { unreadKinds })).toEqual([]);
  });
});
