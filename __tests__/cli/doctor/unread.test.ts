import { examine } from "../../../cli/doctor/examine";
import { schedulerDiagnosis } from "../../../cli/doctor/pending/scheduler-message";
import { examinationOf, recorded } from "../../support/doctor";

/** What is found by somebody who may not read some kinds, of which nothing is known then. */
function withoutRights(name: string, ...kinds: readonly string[]) {
  const objects = recorded(name).filter(({ kind }) => !kinds.includes(String(kind)));
  return examine(examinationOf(objects, undefined, { unreadKinds: new Set(kinds) }));
}
const ids = (...args: Parameters<typeof withoutRights>) =>
  withoutRights(...args).map(({ id }) => id);

describe("what may not be read is not taken for missing", () => {
  test("a class, a driver, a claim", () => {
    expect(ids("claim-class-missing", "StorageClass")).not.toContain("claim-class-missing");
    expect(withoutRights("claim-not-provisioned", "CSIDriver")[0]?.cause).toMatch(
      /^provisioner nfs\.csi\.k8s\.io .* does not answer/,
    );
    expect(ids("claim-missing", "PersistentVolumeClaim")).not.toContain("pod-claim-missing");
  });

  test("pods behind a Service", () => {
    expect(ids("apis", "EndpointSlice")).toEqual(["api-unavailable"]);
    expect(ids("apis", "Service")).toEqual(["api-unavailable"]);
    expect(ids("registry", "EndpointSlice")).toEqual([]);
  });

  test("a pull secret", () => {
    const [found] = withoutRights("pull-secret-expired", "Secret");
    expect(found?.cause).toMatch(/pull secret pull is named, and Secrets may not be read here/);
  });

  test("a node: the scheduler's word is all there is, and a pod that stays is not given up for its node", () => {
    const [pending] = withoutRights("no-room", "Node");
    expect(pending?.id).toBe("pod-no-room");
    expect(pending?.cause).toMatch(/the scheduler says: Insufficient cpu \(1\); nodes may not be/);
    const stuck = withoutRights("terminating", "Node");
    expect(stuck.find(({ object }) => object === "Pod app/redis-0")?.command).toBe(
      "kubectl --context c describe node node-a",
    );
  });
});

test.each([
  [
    "1 node(s) didn't match PersistentVolume's node affinity, 2 Insufficient cpu",
    "pod-volume-elsewhere",
  ],
  ["1 Too many pods", "pod-no-room"],
  ["1 node(s) didn't have free ports for the requested pod ports", "pod-host-port"],
  ["1 node(s) had untolerated taint {gpu: x}", "pod-taint"],
  ["1 node(s) didn't match Pod's node affinity/selector", "pod-node-selector"],
  ["1 node(s) didn't match pod anti-affinity rules", "pod-separation"],
  ['persistentvolumeclaim "a" not found', "pod-claim-missing"],
  ["1 something new", "pod-not-scheduled"],
])("by the scheduler's word alone, %s is %s", (reasons, id) => {
  expect(schedulerDiagnosis(`0/3 nodes are available: ${reasons}.`)).toBe(id);
});

test("memory that ran out is over when the container has been well for an hour", () => {
  const at = (finishedAt: string) =>
    recorded("out-of-memory").map((object) =>
      JSON.parse(
        JSON.stringify(object)
          .replace('"ready":false', '"ready":true')
          .replace('"reason":"OOMKilled"', `"reason":"OOMKilled","finishedAt":"${finishedAt}"`),
      ),
    );
  expect(examine(examinationOf(at("2026-11-25T09:45:00Z"))).map(({ id }) => id)).toEqual([
    "container-out-of-memory",
  ]);
  expect(examine(examinationOf(at("2026-11-25T08:00:00Z")))).toEqual([]);
});
