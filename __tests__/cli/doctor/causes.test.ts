import { dependenciesIn } from "../../../cli/doctor/causes/dependencies";
import { CAUSES, HARMS } from "../../../cli/doctor/causes/model";
import { inOrderOfCauses } from "../../../cli/doctor/causes/order";
import { CATALOG, type DiagnosisId } from "../../../cli/doctor/catalog";
import { examine, explained } from "../../../cli/doctor/examine";
import { type Diagnosis, diagnosis } from "../../../cli/doctor/examination";
import type { JsonObject } from "../../../inventory/json";
import { examinationOf, recorded } from "../../support/doctor";

/** What is found in a fixture: the id of each cause, and of what it explains. */
function chains(objects: readonly JsonObject[]): readonly (readonly string[])[] {
  const examination = examinationOf(objects);
  const found = explained(examine(examination), examination);
  return found
    .filter(({ explainedBy }) => explainedBy === undefined)
    .map((cause) => [cause.id, ...cause.explains.map((each) => each.split(" ")[0] ?? "")]);
}

test("Redis that is not ready explains its empty Service and the trigger that fails", () => {
  expect(chains(recorded("not-ready"))).toEqual([
    ["workload-not-ready", "service-without-endpoints", "scaler-trigger-fails"],
  ]);
});

test("one taint on all nodes is one cause, and the pods that wait are its consequences", () => {
  expect(chains(recorded("nodes-closed"))).toEqual([["nodes-closed", "pod-taint", "pod-taint"]]);
});

test("of a single workload that waits the taint is the cause where pods run that came before it", () => {
  const one = recorded("nodes-closed").filter(
    ({ metadata }) => !JSON.stringify(metadata).includes("web-"),
  );
  expect(chains(one)).toEqual([["pod-taint"]]);
  const before: JsonObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "earlier", namespace: "app" },
    spec: { nodeName: "node-a", containers: [{ name: "a", image: "registry.example/app:1" }] },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
  };
  expect(chains([...one, before])).toEqual([["nodes-closed", "pod-taint"]]);
  const ofNode = {
    ...before,
    metadata: {
      name: "agent",
      namespace: "app",
      ownerReferences: [{ kind: "DaemonSet", name: "agent", controller: true }],
    },
  };
  expect(chains([...one, ofNode])).toEqual([["pod-taint"]]);
});

test("of a single workload that waits a cordon of every node is the cause", () => {
  const cordon = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
  const one = recorded("nodes-closed")
    .filter(({ metadata }) => !JSON.stringify(metadata).includes("web-"))
    .map((object) =>
      object.kind === "Node"
        ? { ...object, spec: { unschedulable: true, taints: [cordon] } }
        : object,
    );
  expect(chains(one)).toEqual([["nodes-closed", "pod-taint", "node-cordoned", "node-cordoned"]]);
});

test("what has no room on nodes that are closed is a consequence of what closes them", () => {
  const examination = examinationOf(recorded("nodes-closed"));
  const rule: Diagnosis = {
    ...{ id: "rule-capacity", severity: "error", object: "Deployment other/api" },
    ...{ cause: "no node takes it", evidence: [], fix: "", command: undefined },
  };
  const found = explained([...examine(examination), rule], examination);
  expect(found.filter(({ explainedBy }) => explainedBy === undefined).map(({ id }) => id)).toEqual([
    "nodes-closed",
  ]);
  expect(found.find(({ id }) => id === "rule-capacity")?.explainedBy).toBe(
    "nodes-closed Taint maintenance:NoSchedule",
  );
});

test("a node that is away explains its pods, and the namespace that waits for them", () => {
  expect(chains(recorded("terminating"))).toEqual([
    ["node-not-ready", "stuck-terminating", "stuck-terminating"],
  ]);
});

test("a webhook that does not answer is the cause of the pods that it keeps from being made", () => {
  expect(chains(recorded("webhook-refuses"))).toEqual([
    ["webhook-without-endpoints", "pods-refused"],
  ]);
});

test("a store that cannot be read explains its ExternalSecret, and that the pull that fails", () => {
  expect(chains(recorded("pull-secret-missing"))).toEqual([
    ["secret-store-not-ready", "image-unauthorized", "external-secret-not-synced"],
  ]);
});

test("KEDA without replicas comes before what it leaves undone", () => {
  const objects = [...recorded("switched-off"), ...recorded("scalers")];
  expect(chains(objects)[0]).toEqual([
    "workload-off",
    "scaler-paused",
    "scaler-trigger-fails",
    "scaler-in-fallback",
    "scaler-not-ready",
  ]);
});

test("of two causes the one that does more harm to jobs comes first, by what it explains too", () => {
  const found = (id: DiagnosisId, name: string): Diagnosis =>
    diagnosis({ kind: "Pod", namespace: "app", name }, { id, cause: "", fix: "" });
  const all = [found("release-failed", "a"), found("job-failed", "b"), found("dns-down", "c")];
  expect(inOrderOfCauses(all, () => []).map(({ id }) => id)).toEqual([
    "dns-down",
    "release-failed",
    "job-failed",
  ]);
});

test("findings that stand on each other do not go round", () => {
  const found = (id: DiagnosisId, name: string): Diagnosis =>
    diagnosis({ kind: "Service", namespace: "app", name }, { id, cause: "", fix: "" });
  const stands: Record<string, readonly string[]> = {
    "Service app/a": ["Service app/b"],
    "Service app/b": ["Service app/c"],
    "Service app/c": ["Service app/a"],
  };
  const all = [
    found("workload-not-ready", "a"),
    found("service-without-endpoints", "b"),
    found("container-crash-loop", "c"),
  ];
  const ordered = inOrderOfCauses(all, (object) => stands[object] ?? []);
  expect(ordered).toHaveLength(3);
  expect(ordered.filter(({ explainedBy }) => explainedBy === undefined)).toHaveLength(1);
});

test("every diagnosis has its place in the model, and each harm is of some", () => {
  expect(Object.keys(CAUSES).sort()).toEqual(Object.keys(CATALOG).sort());
  expect(new Set(Object.values(CAUSES).map(({ harm }) => harm))).toEqual(new Set(HARMS));
});

test("a pod stands on its node, its claims and its owner, a Service on the pods that it selects", () => {
  const dependencies = dependenciesIn(examinationOf(recorded("not-ready")));
  expect(dependencies("Pod app/redis-0")).toEqual(
    expect.arrayContaining(["Node node-a", "Deployment app/redis"]),
  );
  expect(dependencies("Service app/redis")).toContain("Pod app/redis-0");
  expect(dependencies("Deployment app/worker")).toContain("Service app/redis");
});
