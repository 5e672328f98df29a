import type { V1Pod } from "@kubernetes/client-node";
import { ClusterClient } from "../../../runtime/cluster-client";
import { HostedPods } from "../../../testbed/hosted/hosted-pods";
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

/** A pod of a Job; its controller's finalizer is on it from the start. */
const pod: V1Pod = {
  metadata: {
    name: "render-x7k2p",
    namespace: "montage-ai",
    uid: "1",
    finalizers: ["batch.kubernetes.io/job-tracking"],
  },
  spec: { containers: [{ name: "worker" }], restartPolicy: "Never" },
  status: { phase: "Running" },
};

const client = new ClusterClient(undefined);
const after = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
let hosted: HostedPods;

beforeEach(async () => {
  jest.useFakeTimers();
  jest.clearAllMocks();
  processes.length = 0;
  const program = {
    name: "queue job",
    matches: () => true,
    command: () => Promise.resolve({ program: "rq", args: [], env: {} }),
  };
  hosted = new HostedPods(client, temporaryFolder(), [program], () => {});
  await hosted.start();
});

afterEach(async () => {
  await hosted.stop();
  jest.useRealTimers();
  cluster.pods.clear();
});

test.each([
  ["exit status 0", "Succeeded"],
  ["exit status 1", "Failed"],
])("a pod that is not restarted is over with its process: %s is %s", async (how, phase) => {
  cluster.pods.set(pod);
  await after(0);
  processes[0]?.end(how);
  await after(60_000);
  expect(client.mergePodStatus).toHaveBeenCalledWith(
    "montage-ai",
    "render-x7k2p",
    expect.objectContaining({ phase }),
  );
  // The Job's own finalizer stays: its controller takes it off when it has counted the pod.
  expect(jest.mocked(client.merge).mock.lastCall?.[1]).toEqual({
    metadata: { finalizers: ["batch.kubernetes.io/job-tracking"] },
  });
  expect(processes).toHaveLength(1);
  expect(hosted.countsOf("queue job")).toMatchObject({ running: 0, completed: 1 });
});
