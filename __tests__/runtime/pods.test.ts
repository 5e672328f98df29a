import type { V1Pod } from "@kubernetes/client-node";
import { isBound, isUnschedulable, occupies, podNeeds, subtract } from "../../runtime/pods";
import { boundPod, waitingPod } from "../support/pods";

const requests = (amounts: Record<string, string>) => ({ requests: amounts });

describe("what a pod needs", () => {
  test("containers run together: their requests add up, CPU in millicores", () => {
    const pod: V1Pod = {
      spec: {
        containers: [
          { name: "web", resources: requests({ cpu: "250m", memory: "1Gi" }) },
          { name: "proxy", resources: requests({ cpu: "1", "nvidia.com/gpu": "1" }) },
          { name: "without" },
        ],
      },
    };
    expect(podNeeds(pod).requests).toEqual({ cpu: 1250, memory: 2 ** 30, "nvidia.com/gpu": 1 });
  });

  test("init containers run before them, one by one: of each resource the largest counts", () => {
    const pod: V1Pod = {
      spec: {
        initContainers: [
          { name: "copy", resources: requests({ cpu: "100m", memory: "2Gi" }) },
          { name: "wait", resources: requests({ cpu: "300m" }) },
        ],
        containers: [{ name: "web", resources: requests({ cpu: "200m", memory: "1Gi" }) }],
      },
    };
    expect(podNeeds(pod).requests).toEqual({ cpu: 300, memory: 2 * 2 ** 30 });
  });

  test("an init container that always restarts keeps running: it adds to the others", () => {
    const pod: V1Pod = {
      spec: {
        initContainers: [
          { name: "proxy", restartPolicy: "Always", resources: requests({ cpu: "100m" }) },
          { name: "copy", resources: requests({ cpu: "250m" }) },
        ],
        containers: [{ name: "web", resources: requests({ cpu: "200m" }) }],
      },
    };
    // 100 + 250 while it copies, 100 + 200 afterwards.
    expect(podNeeds(pod).requests).toEqual({ cpu: 350 });
  });

  test("selector, required affinity and tolerations are taken as they are", () => {
    const terms = [{ matchExpressions: [{ key: "gpu", operator: "Exists" }] }];
    const pod = waitingPod("worker", "1", {
      nodeSelector: { "fluxibri.ai/pool": "gpu" },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
        },
      },
      tolerations: [{ key: "gpu", operator: "Exists" }],
    });
    expect(podNeeds(pod)).toEqual({
      nodeSelector: { "fluxibri.ai/pool": "gpu" },
      nodeAffinity: terms,
      tolerations: [{ key: "gpu", operator: "Exists" }],
      requests: { cpu: 1000 },
    });
  });
});

test("a node has less by a pod's requests, and one pod less", () => {
  const node = {
    name: "base-1",
    architecture: "amd64",
    labels: {},
    taints: [],
    allocatable: { cpu: 4000, memory: 2 ** 30, pods: 2 },
  };
  const once = subtract(node, { requests: { cpu: 1500 } });
  expect(once.allocatable).toEqual({ cpu: 2500, memory: 2 ** 30, pods: 1 });
  expect(node.allocatable.cpu).toBe(4000);
});

describe("unschedulable", () => {
  test("is a pod that the scheduler has tried to place", () => {
    expect(isUnschedulable(waitingPod("worker", "1"))).toBe(true);
  });

  test("is not a pod that was not tried yet, that runs, or that is being deleted", () => {
    const waiting = waitingPod("worker", "1");
    expect(isUnschedulable({ ...waiting, status: { phase: "Pending" } })).toBe(false);
    expect(isUnschedulable(boundPod("worker", "1", "base-1"))).toBe(false);
    const metadata = { ...waiting.metadata, deletionTimestamp: new Date() };
    expect(isUnschedulable({ ...waiting, metadata })).toBe(false);
  });
});

describe("bound", () => {
  const pod = boundPod("worker", "1", "base-1");

  test("is a pod that takes room on that node", () => {
    expect(isBound(pod, "base-1")).toBe(true);
    expect(isBound(pod, "base-2")).toBe(false);
  });

  test.each(["Succeeded", "Failed"])("is not a pod that has %s", (phase) => {
    expect(isBound({ ...pod, status: { phase } }, "base-1")).toBe(false);
  });
});

test("a DaemonSet's pod does not keep its node from going, any other does", () => {
  const owner = (kind: string): V1Pod => ({
    metadata: { ownerReferences: [{ apiVersion: "apps/v1", kind, name: "owner", uid: "1" }] },
  });
  expect(occupies(owner("DaemonSet"))).toBe(false);
  expect(occupies(owner("ReplicaSet"))).toBe(true);
  expect(occupies({})).toBe(true);
});
