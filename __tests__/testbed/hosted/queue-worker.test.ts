import type { V1Pod } from "@kubernetes/client-node";
import { hostedQueueJob, hostedQueueWorker } from "../../../testbed/hosted/queue-worker";
import { hostedRedis } from "../../support/hosted-redis";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);

const { client, names } = hostedRedis();

const programs = [
  hostedQueueWorker("/venv/bin/python", client, names),
  hostedQueueJob("/venv/bin/python", client, names),
];

function podOf(container: { command: string[]; env: { name: string; value: string }[] }): V1Pod {
  return {
    metadata: { name: "montage-ai-worker-x7k2p", namespace: "montage-ai" },
    spec: { containers: [{ name: "worker", ...container }] },
  };
}

/** What stands behind a pod. */
function commandOf(pod: V1Pod) {
  const [program, ...more] = programs.filter(({ matches }) => matches(pod));
  if (program === undefined || more.length > 0) throw new Error("not exactly one program");
  return program.command(pod);
}

test("a worker is called like its pod: RQ tells the keeper of the deletion cost by that name", async () => {
  const { args, env } = await commandOf(
    podOf({
      command: ["python", "-m", "montage_ai.worker"],
      env: [{ name: "WORKER_QUEUES", value: "default" }],
    }),
  );
  expect(args[0]).toMatch(/testbed\/worker\/worker\.py$/);
  expect(env["HOSTNAME"]).toBe("montage-ai-worker-x7k2p");
});

test("a pod that takes one job runs RQ's command with its own arguments, at Redis' address", async () => {
  const { args, env } = await commandOf(
    podOf({
      command: ["rq", "worker", "--burst", "--max-jobs", "1", "default"],
      env: [
        { name: "WORKER_QUEUES", value: "default" },
        { name: "RQ_REDIS_URL", value: "redis://redis.montage-ai.svc.cluster.local:6379/0" },
      ],
    }),
  );
  expect(args).toEqual(["-m", "rq.cli", "worker", "--burst", "--max-jobs", "1", "default"]);
  expect(env["RQ_REDIS_URL"]).toBe("redis://127.64.3.7:6379/0");
});
