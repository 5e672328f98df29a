import type { V1Pod } from "@kubernetes/client-node";
import { ClusterClient } from "../../../runtime/cluster-client";
import { HostedPods, type HostedProgram } from "../../../testbed/hosted/hosted-pods";
import { cluster } from "../../support/fake-cluster";
import { processes } from "../../support/fake-process";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);
jest.mock("../../../testbed/managed-process", () =>
  jest.requireActual("../../support/fake-process"),
);
jest.mock("node:timers/promises", () => jest.requireActual("../../support/timers-promises"));

const FINALIZER = "testbed.fluxibri.ai/process";
const folder = temporaryFolder();
let client: ClusterClient;
let hosted: HostedPods;
let events: string[];

const redis = {
  name: "redis",
  matches: (pod: V1Pod) => pod.metadata?.labels?.["app"] === "redis",
  command: jest.fn<ReturnType<HostedProgram["command"]>, [V1Pod]>(),
} satisfies HostedProgram;

function pod(change: V1Pod["metadata"] = {}, grace?: number): V1Pod {
  return {
    metadata: {
      name: "redis-0",
      namespace: "montage-ai",
      uid: "1",
      labels: { app: "redis" },
      ...change,
    },
    spec: { containers: [{ name: "redis" }], terminationGracePeriodSeconds: grace },
    status: { phase: "Running" },
  };
}

const deleted = (grace?: number) =>
  pod({ deletionTimestamp: new Date(), finalizers: [FINALIZER] }, grace);

/** Finalizers that the API was asked for, one entry for each time. */
const finalizers = () =>
  jest.mocked(client.merge).mock.calls.map(([, change]) => JSON.stringify(change));
const SET = `{"metadata":{"finalizers":["${FINALIZER}"]}}`;
const GONE = '{"metadata":{"finalizers":null}}';

const after = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

beforeEach(async () => {
  jest.useFakeTimers();
  processes.length = 0;
  events = [];
  redis.command.mockReset();
  redis.command.mockResolvedValue({ program: "redis-server", args: [], env: {} });
  client = new ClusterClient(undefined);
  hosted = new HostedPods(client, folder, [redis], (line) => events.push(line));
  await hosted.start();
});

afterEach(async () => {
  const stopped = hosted.stop();
  for (const process of processes) process.end("SIGKILL");
  await after(20_000);
  await stopped;
  jest.useRealTimers();
  cluster.pods.clear();
});

test("a process starts when its pod runs, after the pod is held by a finalizer", async () => {
  cluster.pods.set({ ...pod(), status: { phase: "Pending" } });
  await after(0);
  expect(processes).toHaveLength(0);
  cluster.pods.set(pod());
  await after(0);
  expect(finalizers()).toEqual([SET]);
  expect(processes).toHaveLength(1);
  expect(processes[0]?.command).toMatchObject({
    name: "redis (pod montage-ai/redis-0)",
    program: "redis-server",
  });
  expect(hosted.countsOf("redis")).toMatchObject({ running: 1, started: 1, ended: 0, killed: 0 });
});

test("a pod that no program stands behind is left alone", async () => {
  cluster.pods.set(pod({ labels: { app: "web" } }));
  await after(0);
  expect(processes).toHaveLength(0);
  expect(finalizers()).toEqual([]);
});

test("finalizers of others stay", async () => {
  cluster.pods.set(pod({ finalizers: ["example.com/other"] }));
  await after(0);
  expect(finalizers()).toEqual([
    `{"metadata":{"finalizers":["example.com/other","${FINALIZER}"]}}`,
  ]);
});

test("at deletion the process has the pod's grace, and the pod goes only when it has ended", async () => {
  cluster.pods.set(pod());
  await after(0);
  cluster.pods.set(deleted(60));
  await after(5_000);
  expect(processes[0]?.graceMs).toBe(60_000);
  expect(finalizers()).toEqual([SET]);
  processes[0]?.end("exit status 0");
  await after(0);
  expect(finalizers()).toEqual([SET, GONE]);
  expect(events).toEqual([]);
  expect(hosted.countsOf("redis")).toMatchObject({ running: 0, started: 1, ended: 1, killed: 0 });
  expect(processes).toHaveLength(1);
});

test("without a grace of its own a pod has Kubernetes' 30 s", async () => {
  cluster.pods.set(pod());
  await after(0);
  cluster.pods.set(deleted());
  expect(processes[0]?.graceMs).toBe(30_000);
});

test("a process that is killed at the end of the grace is counted as that", async () => {
  cluster.pods.set(pod());
  await after(0);
  cluster.pods.set(deleted());
  processes[0]?.end("SIGKILL");
  await after(0);
  expect(hosted.countsOf("redis")).toMatchObject({ running: 0, started: 1, ended: 0, killed: 1 });
});

test("a process that crashes is told of and started again, after pauses that grow to 16 s", async () => {
  cluster.pods.set(pod());
  await after(0);
  const pauses: number[] = [];
  for (let crash = 1; crash <= 6; crash += 1) {
    const before = processes.length;
    processes.at(-1)?.end("exit status 1");
    let pause = 0;
    for (; processes.length === before; pause += 500) await after(500);
    pauses.push(pause);
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000]);
  expect(events[0]).toBe(
    "redis (pod montage-ai/redis-0) ended (exit status 1); its log is empty\nstarting it again",
  );
});

test("a pod that goes while its crashed process waits is let go, and nothing is counted as ended", async () => {
  cluster.pods.set(pod());
  await after(0);
  processes[0]?.end("exit status 1");
  await after(500);
  cluster.pods.set(deleted());
  await after(5_000);
  expect(finalizers()).toEqual([SET, GONE]);
  expect(processes).toHaveLength(1);
  expect(hosted.countsOf("redis")).toMatchObject({ running: 0, started: 1, ended: 0, killed: 0 });
});

// One lost request kept the pod, and with it the namespace, for ever.
test("a finalizer whose removal fails is removed by a later try", async () => {
  cluster.pods.set(pod());
  await after(0);
  jest.mocked(client.merge).mockRejectedValueOnce(new Error("connection refused"));
  cluster.pods.set(deleted());
  processes[0]?.end("exit status 0");
  await after(0);
  expect(finalizers()).toEqual([SET, GONE]);
  await after(1_000);
  expect(finalizers()).toEqual([SET, GONE, GONE]);
  await after(10_000);
  expect(finalizers()).toHaveLength(3);
});

test("a pod that is gone needs no finalizer removed", async () => {
  cluster.pods.set(pod());
  await after(0);
  jest.mocked(client.merge).mockRejectedValue(Object.assign(new Error("gone"), { code: 404 }));
  cluster.pods.set(deleted());
  processes[0]?.end("exit status 0");
  await after(10_000);
  expect(finalizers()).toEqual([SET, GONE]);
});

test("a process whose needs are missing waits for them and says so", async () => {
  redis.command.mockRejectedValueOnce(new Error("no Service in montage-ai selects it"));
  cluster.pods.set(pod());
  await after(0);
  expect(processes).toHaveLength(0);
  expect(events).toEqual([
    "redis (pod montage-ai/redis-0) waits: Error: no Service in montage-ai selects it",
  ]);
  await after(1_000);
  expect(processes).toHaveLength(1);
});

// The process came after its pod had gone, and nothing would ever have ended it.
test("a pod that goes while its command is looked up gets no process", async () => {
  let found = () => {};
  redis.command.mockReturnValueOnce(
    new Promise((resolve) => {
      found = () => resolve({ program: "redis-server", args: [], env: {} });
    }),
  );
  cluster.pods.set(pod());
  await after(0);
  cluster.pods.set(deleted());
  await after(0);
  found();
  await after(0);
  expect(processes).toHaveLength(0);
});

test("the end of the testbed ends every process within 2 s, and no pod is waited for", async () => {
  cluster.pods.set(pod());
  cluster.pods.set(pod({ name: "redis-1", uid: "2" }));
  await after(0);
  const stopped = hosted.stop();
  await after(0);
  expect(processes.map(({ graceMs }) => graceMs)).toEqual([2_000, 2_000]);
  for (const process of processes) process.end("exit status 0");
  await stopped;
  expect(finalizers()).toEqual([SET, SET]);
});
