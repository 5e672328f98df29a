import path from "node:path";
import { existsSync } from "node:fs";
import { ClusterClient } from "../../../runtime/cluster-client";
import { hostedRedis } from "../../../testbed/hosted/redis";
import { ServiceNames } from "../../../testbed/service-names";
import { cluster } from "../../support/fake-cluster";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);

const folder = temporaryFolder();
const redis = hostedRedis(folder, new ServiceNames(new ClusterClient(undefined), folder));
const pod = {
  metadata: { name: "redis-0", namespace: "montage-ai", labels: { app: "redis" } },
  spec: {
    containers: [
      {
        name: "redis",
        command: ["redis-server"],
        args: ["--dir", "/data", "--appendonly", "yes"],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
    ],
  },
};

test("a pod that runs redis-server is the one", () => {
  expect(redis.matches(pod)).toBe(true);
  expect(redis.matches({ spec: { containers: [{ name: "web" }] } })).toBe(false);
});

test("the mount path becomes a folder of the testbed, and the Service's address and port come last", async () => {
  cluster.services.set({
    metadata: { name: "redis", namespace: "montage-ai" },
    spec: { clusterIP: "127.64.3.7", ports: [{ port: 6379 }], selector: { app: "redis" } },
  });
  const { program, args } = await redis.command(pod);
  const data = path.join(folder, "redis", "redis-0");
  expect([program, ...args].join(" ")).toBe(
    `redis-server --dir ${data} --appendonly yes --bind 127.64.3.7 --port 6379 --protected-mode no`,
  );
  expect(existsSync(data)).toBe(true);
});
