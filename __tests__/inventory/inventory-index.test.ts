import { indexOf } from "../../inventory/inventory-index";
import { selects } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";

const place = { kind: "file", file: "a.yaml", line: 1 } as const;
const volumes = [{ name: "v", persistentVolumeClaim: { claimName: "data" } }];
const deployment = (name: string, namespace: string) => ({
  kind: "Deployment",
  metadata: { name, namespace },
  spec: { template: { spec: { containers: [], volumes } } },
});
const { inventory } = readForeignObjects(
  [
    deployment("web", "a"),
    deployment("web", "b"),
    deployment("worker", "a"),
    { kind: "PersistentVolumeClaim", metadata: { name: "data", namespace: "a" }, spec: {} },
    {
      kind: "ScaledObject",
      metadata: { name: "s", namespace: "a" },
      spec: { scaleTargetRef: { name: "worker" } },
    },
  ].map((object) => ({ object, place })),
);
const index = indexOf(inventory);
const names = (objects: readonly { namespace: string; name: string }[]) =>
  objects.map(({ namespace, name }) => `${namespace}/${name}`);

describe("the index of an inventory", () => {
  test("is one for all who ask", () => {
    expect(indexOf(inventory)).toBe(index);
  });

  test("finds objects by name and by namespace", () => {
    const web = { kind: "Deployment", namespace: "b", name: "web" };
    expect(index.workloads.find(web)).toBe(inventory.workloads[1]);
    expect(index.workloads.find({ ...web, kind: "StatefulSet" })).toBeUndefined();
    expect(names(index.workloads.in("a"))).toEqual(["a/web", "a/worker"]);
    expect(index.workloads.in("c")).toEqual([]);
  });

  test("finds what scales a workload, and who mounts a claim", () => {
    const worker = { kind: "Deployment", namespace: "a", name: "worker" };
    expect(names(index.autoscalersOf(worker))).toEqual(["a/s"]);
    expect(index.autoscalersOf({ ...worker, namespace: "b" })).toEqual([]);
    const users = inventory.claims.map((claim) => names(index.usersOf(claim)));
    expect(users).toEqual([["a/web", "a/worker"]]);
  });
});

describe("a label selector", () => {
  const notWeb = [{ key: "app", operator: "NotIn", values: ["web"] }];
  test.each([
    [{ matchLabels: {}, matchExpressions: [] }, true],
    [{ matchLabels: { app: "web" }, matchExpressions: [] }, true],
    [{ matchLabels: { app: "web", tier: "x" }, matchExpressions: [] }, false],
    [{ matchLabels: {}, matchExpressions: notWeb }, false],
  ])("%j selects app=web: %s", (selector, expected) => {
    expect(selects(selector, { app: "web" })).toBe(expected);
  });
});
