import { clusterNodes } from "../../environments/nodes/cluster-nodes";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { ClusterClient } from "../../runtime/cluster-client";
import { NodeAutoscaler } from "../../testbed/node-autoscaler";
import { cluster } from "../support/fake-cluster";
import { boundPod, waitingPod } from "../support/pods";
import { specOf } from "../support/synth";

jest.mock("../../runtime/cluster-client", () => jest.requireActual("../support/fake-cluster"));
jest.mock("node:timers/promises", () => jest.requireActual("../support/timers-promises"));

/** A pool of nodes with 4 cores, changed. */
function pool(name: string, min: number, max: number, change: Partial<NodeContract> = {}) {
  const [base] = clusterNodes(specOf("local").cluster);
  if (base === undefined) throw new Error("local has no pool");
  const allocatable = { ...base.allocatable, cpu: 4000, pods: 10 };
  return { ...base, name, count: { min, max }, labels: {}, taints: [], allocatable, ...change };
}

const ROUND_MS = 500;
let autoscaler: NodeAutoscaler;
let client: ClusterClient;
let events: string[];

async function start(...pools: readonly NodeContract[]): Promise<void> {
  client = new ClusterClient(undefined);
  autoscaler = new NodeAutoscaler(client, pools, "1.35.4", (line) => events.push(line));
  await autoscaler.start();
  await rounds(1);
}

const rounds = (count: number) => jest.advanceTimersByTimeAsync(count * ROUND_MS);

const nodes = () => cluster.nodes.list().map(({ metadata }) => metadata?.name);

beforeEach(() => {
  jest.useFakeTimers();
  events = [];
});

afterEach(async () => {
  const stopped = autoscaler.stop();
  await rounds(1);
  await stopped;
  jest.useRealTimers();
  for (const list of Object.values(cluster)) list.clear();
});

test("every pool has its minimum from the start", async () => {
  await start(pool("base", 2, 3), pool("burst", 0, 2));
  expect(nodes()).toEqual(["base-1", "base-2"]);
});

test("a node comes for a pod that waits, and the event names both", async () => {
  await start(pool("base", 0, 2));
  cluster.pods.set(waitingPod("worker-a", "3"));
  await rounds(1);
  expect(nodes()).toEqual(["base-1"]);
  expect(events).toEqual(["node base-1 comes for pod montage-ai/worker-a"]);
});

test("nodes come up to the pool's maximum and no further", async () => {
  await start(pool("base", 1, 3));
  cluster.pods.set(boundPod("web", "3", "base-1"));
  for (const name of ["a", "b", "c", "d"]) cluster.pods.set(waitingPod(name, "3"));
  await rounds(6);
  expect(nodes()).toEqual(["base-1", "base-2", "base-3"]);
});

test("two pods that fit on one new node get one node", async () => {
  await start(pool("base", 0, 3));
  cluster.pods.set(waitingPod("a", "2"));
  cluster.pods.set(waitingPod("b", "2"));
  await rounds(4);
  expect(nodes()).toEqual(["base-1"]);
});

test("the next pool takes what the first has no room for", async () => {
  await start(pool("gpu", 0, 1), pool("gpu-mig", 0, 1));
  cluster.pods.set(waitingPod("a", "3"));
  cluster.pods.set(waitingPod("b", "3"));
  await rounds(4);
  expect(nodes()).toEqual(["gpu-1", "gpu-mig-1"]);
});

test("a node on its way to one pool does not count for a pool whose name it begins with", async () => {
  const labels = { mig: "true" };
  await start(pool("gpu-mig", 0, 1, { labels }), pool("gpu", 0, 1));
  // Created, and not yet in the watch.
  jest.mocked(client.create).mockResolvedValue(undefined);
  cluster.pods.set(waitingPod("a", "3", { nodeSelector: labels }));
  cluster.pods.set(waitingPod("b", "3"));
  await rounds(1);
  expect(jest.mocked(client.create).mock.calls.map(([{ metadata }]) => metadata?.name)).toEqual([
    "gpu-mig-1",
    "gpu-1",
  ]);
});

test("a pod that no pool accepts gets no node", async () => {
  const taint = { key: "gpu", value: "nvidia", effect: "NoSchedule" } as const;
  await start(pool("base", 0, 2), pool("gpu", 0, 2, { taints: [taint] }));
  cluster.pods.set(waitingPod("too-large", "5"));
  cluster.pods.set(waitingPod("elsewhere", "1", { nodeSelector: { zone: "b" } }));
  await rounds(4);
  expect(nodes()).toEqual([]);
});

describe("a pod with a volume", () => {
  const volumes = [{ name: "media", persistentVolumeClaim: { claimName: "media" } }];

  beforeEach(() => {
    cluster.persistentvolumeclaims.set({
      metadata: { name: "media", namespace: "montage-ai" },
      spec: { volumeName: "pv-1" },
    });
  });

  test("that is bound to a node gets no node: a new one would not help it", async () => {
    await start(pool("base", 0, 2));
    cluster.persistentvolumes.set({
      metadata: { name: "pv-1" },
      spec: { nodeAffinity: { required: { nodeSelectorTerms: [] } } },
    });
    cluster.pods.set(waitingPod("worker", "1", { volumes }));
    await rounds(4);
    expect(nodes()).toEqual([]);
  });

  test("that every node can have gets a node", async () => {
    await start(pool("base", 0, 2));
    cluster.persistentvolumes.set({ metadata: { name: "pv-1" }, spec: {} });
    cluster.pods.set(waitingPod("worker", "1", { volumes }));
    await rounds(1);
    expect(nodes()).toEqual(["base-1"]);
  });
});

describe("nodes that stay empty", () => {
  test("go after 10 s, down to the minimum", async () => {
    await start(pool("base", 1, 3));
    for (const name of ["a", "b", "c"]) cluster.pods.set(waitingPod(name, "3"));
    await rounds(3);
    expect(nodes()).toHaveLength(3);
    for (const name of ["a", "b", "c"]) cluster.pods.delete(name, "montage-ai");
    await rounds(15);
    expect(nodes()).toHaveLength(3);
    await rounds(30);
    expect(nodes()).toHaveLength(1);
    expect(events).toContain("node base-1 goes: empty for 10 s");
  });

  test("begin to count anew when a pod was there in between", async () => {
    await start(pool("base", 0, 1));
    cluster.pods.set(waitingPod("a", "3"));
    await rounds(1);
    cluster.pods.delete("a", "montage-ai");
    await rounds(15);
    cluster.pods.set(boundPod("b", "3", "base-1"));
    await rounds(1);
    cluster.pods.delete("b", "montage-ai");
    await rounds(15);
    expect(nodes()).toEqual(["base-1"]);
  });
});

// A refused creation was taken for a node on its way, for ever.
test("after a node that could not be created, the next round tries again", async () => {
  await start(pool("base", 0, 1));
  jest.mocked(client.create).mockRejectedValueOnce(new Error("connection refused"));
  cluster.pods.set(waitingPod("a", "3"));
  await rounds(1);
  expect(nodes()).toEqual([]);
  await rounds(2);
  expect(nodes()).toEqual(["base-1"]);
});
