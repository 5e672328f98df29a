import { PoolReplacement, type ReplaceProps } from "../../../cli/replace-pool/replace";
import { renderReplacement, replacementReport } from "../../../cli/replace-pool/report";
import { environmentName } from "../../../environments";
import type * as environmentsModule from "../../../environments";
import type { EnvironmentSpec, NodePool } from "../../../environments/schema";
import { FakePools } from "../../support/pool-cluster";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/memory-cluster"),
);
jest.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));
const mockNext: { change: Partial<NodePool> } = { change: {} };
jest.mock("../../../environments", () => {
  const actual: typeof environmentsModule = jest.requireActual("../../../environments");
  return {
    ...actual,
    loadEnvironment: (): EnvironmentSpec => {
      const name = actual.environmentName("production");
      const spec = structuredClone(actual.loadEnvironment(name, {}));
      if (spec.cluster.kind !== "eks") throw new Error("production is on EKS");
      const pool = spec.cluster.pools.find((one) => one.name === "cpu-worker");
      if (pool !== undefined)
        spec.cluster.pools.push({ ...pool, name: "cpu-two", ...mockNext.change });
      return spec;
    },
  };
});
jest.mock("../../../cli/synthesis/synthesize", () =>
  jest.requireActual("../../support/synthesize-once"),
);
jest.setTimeout(60_000);

let cluster: FakePools;
let said: string[];

beforeEach(() => {
  mockNext.change = {};
  said = [];
  cluster = new FakePools()
    .node("cpu-worker", "old-1")
    .node("cpu-worker", "old-2")
    .node("cpu-two", "new-1")
    .pod("worker-a", "old-1")
    .pod("worker-b", "old-2")
    .pod("agent", "old-1", {
      metadata: {
        ownerReferences: [{ apiVersion: "apps/v1", kind: "DaemonSet", name: "d", uid: "u" }],
      },
    });
  cluster.place = "new-1";
});

function replacement(change: Partial<ReplaceProps> = {}): PoolReplacement {
  return new PoolReplacement({
    environment: environmentName("production"),
    old: "cpu-worker",
    by: "cpu-two",
    atATime: 1,
    kubeconfig: undefined,
    context: "lab",
    yes: true,
    connect: () => cluster,
    ask: undefined,
    say: (line) => said.push(line),
    stopped: new AbortController().signal,
    ...change,
  });
}

async function whole(change: Partial<ReplaceProps> = {}) {
  const replaced = replacement(change);
  await replaced.run(await replaced.plan());
  return replaced.plan();
}

const drains = () => cluster.calls.filter((call) => call.startsWith("drain"));

test("all old nodes are cordoned before the first is drained, and each is drained within the longest grace", async () => {
  const plan = await whole();
  expect(cluster.calls[0]).toBe("cordon --selector fluxibri.ai/pool=cpu-worker");
  expect(plan.drainSeconds).toBeGreaterThan(600);
  expect(drains()).toEqual(
    ["old-1", "old-2"].map(
      (node) =>
        `drain ${node} --ignore-daemonsets --delete-emptydir-data --timeout=${plan.drainSeconds}s`,
    ),
  );
  expect([cluster.placeOf("worker-a"), cluster.placeOf("agent")]).toEqual(["new-1", "old-1"]);
});

test("a pod with a longer grace than the data's workers has that long", async () => {
  cluster.pod("slow", "old-2", {
    spec: { containers: [], nodeName: "old-2", terminationGracePeriodSeconds: 90_000 },
  });
  expect((await replacement().plan()).drainSeconds).toBe(90_600);
});

test("the end names the edit and the deploy with the addresses of all node groups", async () => {
  const text = renderReplacement(await whole(), false);
  expect(text).toContain("cpu-worker is drained: 2 nodes, all cordoned");
  expect(text).toContain("out of environments/production.ts");
  expect(text.match(/--allow-destroy 'aws_eks_node_group\.pools_cpu-worker_/g)).toHaveLength(3);
  expect(text).toContain("kubectl --context lab uncordon --selector fluxibri.ai/pool=cpu-worker");
});

test("a dry run changes nothing and tells nodes, pods and notes to people and machines", async () => {
  const plan = await replacement().plan();
  expect(cluster.calls).toEqual([]);
  expect(renderReplacement(plan, true)).toMatch(/old-1 +ready +montage-ai\/worker-a/);
  expect(replacementReport(plan, true)).toMatchObject({
    drained: false,
    nodes: [
      { name: "old-1", state: "ready", pods: ["montage-ai/worker-a"] },
      { name: "old-2", pods: ["montage-ai/worker-b"] },
    ],
    notes: [expect.stringContaining("may still add nodes to cpu-worker (2 of 24)")],
  });
});

test("the next node is drained only when the pods of the one before have a place", async () => {
  cluster.place = undefined;
  const replaced = replacement({
    say: (line) => {
      said.push(line);
      // Nothing else is drained while this pod waits; then its node comes.
      if (line.startsWith("waiting")) {
        expect(drains()).toHaveLength(said.filter((one) => one.startsWith("waiting")).length);
        cluster.settle("new-1");
      }
    },
  });
  await replaced.run(await replaced.plan());
  expect(said.filter((line) => line.startsWith("waiting"))).toEqual([
    "waiting for a node of cpu-two: montage-ai/worker-a",
    "waiting for a node of cpu-two: montage-ai/worker-b",
  ]);
});

test("where no new node comes it stops after one node, with the way on and the way back", async () => {
  cluster.place = undefined;
  const failure = whole({ placeSeconds: 0 });
  await expect(failure).rejects.toMatchObject({
    message: "after 0 s pods still wait for a node of cpu-two: montage-ai/worker-a",
    remedy: expect.stringMatching(
      /doctor -- production.*call it again: npm run replace-pool -- production cpu-worker --by cpu-two; to go back: kubectl --context lab uncordon/,
    ),
  });
  expect(drains()).toHaveLength(1);
  // Called again it drains nothing more before that one has its place.
  await expect(whole({ placeSeconds: 0 })).rejects.toThrow("still wait");
  expect(drains()).toHaveLength(1);
});

test("a second call goes on where the first was ended", async () => {
  const stopped = new AbortController();
  cluster.before = ([verb, node]) => {
    if (verb === "drain" && node === "old-2") stopped.abort();
    return stopped.signal.aborted ? "ended by a signal" : undefined;
  };
  await expect(whole({ stopped: stopped.signal })).rejects.toThrow(
    "stopped: the nodes stay cordoned",
  );
  cluster.before = () => undefined;
  cluster.calls.length = 0;
  await whole();
  expect(drains()).toEqual([expect.stringContaining("drain old-2")]);
});

test("what kubectl refuses is said, and how to go back", async () => {
  cluster.before = ([verb]) => (verb === "drain" ? "Cannot evict pod" : undefined);
  await expect(whole()).rejects.toMatchObject({
    message: expect.stringContaining("Cannot evict pod"),
    remedy: expect.stringContaining("uncordon"),
  });
});

test("a node that the autoscaler brings meanwhile is cordoned and drained as well", async () => {
  cluster.before = ([verb, node]) => {
    if (verb === "drain" && node === "old-2") {
      cluster.node("cpu-worker", "old-3").pod("worker-c", "old-3");
    }
    return undefined;
  };
  await whole();
  expect(cluster.cordoned()).toEqual(["old-1", "old-2", "old-3"]);
  expect(cluster.placeOf("worker-c")).toBe("new-1");
});

test("several nodes are drained at a time where that is asked for", async () => {
  await whole({ atATime: 2 });
  expect(cluster.calls.map((call) => call.split(" ").slice(0, 2).join(" "))).toEqual([
    "cordon --selector",
    "drain old-1",
    "drain old-2",
    "cordon --selector",
  ]);
});

test("nothing is done without a yes", async () => {
  await expect(whole({ yes: false })).rejects.toThrow("there is no terminal to ask on");
  await expect(whole({ yes: false, ask: () => Promise.resolve("no") })).rejects.toThrow(
    "did not say yes",
  );
  expect(cluster.calls).toEqual([]);
});

test("a new pool that should have nodes and has none is not up", async () => {
  cluster = new FakePools().node("cpu-worker", "old-1").pod("worker-a", "old-1");
  await expect(replacement().plan()).rejects.toMatchObject({
    message: expect.stringContaining("pool cpu-two has a minimum of 1, and no node that is ready"),
    remedy: expect.stringContaining("npm run deploy -- production node-pools"),
  });
  mockNext.change = { min: 0, desired: 0 };
  expect((await replacement().plan()).notes.join()).toContain("the autoscaler brings them");
});

test("a maximum that does not hold what runs on the old nodes is answered with the one that does", async () => {
  mockNext.change = { min: 0, max: 1, desired: 0 };
  const large = (name: string, node: string) =>
    cluster.pod(name, node, {
      spec: {
        nodeName: node,
        containers: [{ name: "worker", resources: { requests: { cpu: "10" } } }],
      },
    });
  large("large-a", "old-1");
  large("large-b", "old-2");
  await expect(replacement().plan()).rejects.toMatchObject({
    issues: [{ path: "cluster.pools[4].max", value: 1, fix: "at least 2, then npm run deploy" }],
  });
  mockNext.change = { min: 0, max: 2, desired: 0 };
  await expect(replacement().plan()).resolves.toBeDefined();
});

test("a pod that no controller makes again is named before anything is cordoned", async () => {
  cluster.pod("by-hand", "old-2", { metadata: { ownerReferences: [] } });
  await expect(whole()).rejects.toThrow("pods that no controller makes again: montage-ai/by-hand");
  expect(cluster.calls).toEqual([]);
});
