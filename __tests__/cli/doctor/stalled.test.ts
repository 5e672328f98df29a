import { examine } from "../../../cli/doctor/examine";
import { stillBehind } from "../../../cli/doctor/stalled";
import { readLive } from "../../../inventory/live";
import type { JsonObject } from "../../../inventory/json";
import { examinationOf } from "../../support/doctor";

const place = { kind: "cluster", context: "c" } as const;
const deployment = (generation: number, observedGeneration: number): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "app", generation },
  spec: { replicas: 1, template: { spec: { containers: [] } } },
  status: { observedGeneration },
});

/** What is behind when a first look sees one object, and a second one another. */
async function behind(first: JsonObject, second: JsonObject) {
  const { live } = readLive([{ object: first, place }]);
  const lists: Record<string, unknown> = {
    "/apis": { groups: [{ name: "apps", preferredVersion: { groupVersion: "apps/v1" } }] },
    "/api/v1": { resources: [] },
    "/apis/apps/v1": { resources: [{ name: "deployments", kind: "Deployment", verbs: ["list"] }] },
  };
  const get = (path: string) =>
    Promise.resolve({
      json: lists[path] ?? { items: path.includes("deployments") ? [second] : [] },
    });
  const access = { kubeconfig: undefined, context: "c" };
  return stillBehind(live, new Set(), access, get, () => Promise.resolve());
}

test("a change that a controller has not looked at between two looks is a control loop that stands still", async () => {
  const found = await behind(deployment(3, 2), deployment(3, 2));
  const [diagnosis] = examine(examinationOf([], undefined, { stillBehind: found }));
  expect(diagnosis).toMatchObject({
    id: "control-loop-stopped",
    object: "Lease kube-system/kube-controller-manager",
  });
  expect(diagnosis?.cause).toContain(
    "Deployment app/web (change 3 of its spec has not been looked at)",
  );
});

test("one that was looked at meanwhile is none, nor is a later change", async () => {
  expect(await behind(deployment(3, 2), deployment(3, 3))).toEqual([]);
  expect(await behind(deployment(3, 2), deployment(4, 3))).toEqual([]);
});
