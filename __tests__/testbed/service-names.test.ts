import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { ClusterClient } from "../../runtime/cluster-client";
import { ServiceNames } from "../../testbed/service-names";
import { cluster } from "../support/fake-cluster";
import { temporaryFolder } from "../support/temporary-folder";

jest.mock("../../runtime/cluster-client", () => jest.requireActual("../support/fake-cluster"));

const service = (name: string, clusterIP: string, selector?: Record<string, string>) => ({
  metadata: { name, namespace: "montage-ai" },
  spec: { clusterIP, selector },
});

let folder: string;
let names: ServiceNames;
const hosts = () => readFileSync(path.join(folder, "hosts"), "utf8");

beforeEach(async () => {
  cluster.services.clear();
  folder = temporaryFolder();
  names = new ServiceNames(new ClusterClient(undefined), folder);
  await names.start();
});

test("the hosts file has every Service under the names that pods look it up by", () => {
  cluster.services.set(service("redis", "127.64.3.7"));
  expect(hosts()).toBe(
    "127.0.0.1 localhost\n127.64.3.7 redis.montage-ai.svc.cluster.local redis.montage-ai.svc redis.montage-ai\n",
  );
});

test("it follows Services that change and go", () => {
  cluster.services.set(service("redis", "127.64.3.7"));
  cluster.services.set(service("redis", "127.64.3.8"));
  expect(hosts()).toContain("127.64.3.8 redis");
  expect(hosts()).not.toContain("127.64.3.7");
  cluster.services.delete("redis", "montage-ai");
  expect(hosts().trimEnd()).toBe("127.0.0.1 localhost");
});

test.each(["None", ""])('a Service with the address "%s" has no line', (address) => {
  cluster.services.set(service("headless", address));
  expect(hosts()).not.toContain("headless");
});

test("a new file takes the old one's place as a whole: a reader never sees half of it", () => {
  const before = statSync(path.join(folder, "hosts")).ino;
  cluster.services.set(service("redis", "127.64.3.7"));
  expect(statSync(path.join(folder, "hosts")).ino).not.toBe(before);
  expect(readdirSync(folder)).toEqual(["hosts"]);
});

test("a Service's name resolves to its address, any other text to itself", () => {
  cluster.services.set(service("redis", "127.64.3.7"));
  expect(names.resolve("redis.montage-ai.svc.cluster.local")).toBe("127.64.3.7");
  expect(names.resolve("redis.montage-ai")).toBe("127.64.3.7");
  expect(names.resolve("redis.elsewhere")).toBe("redis.elsewhere");
});

test("a pod's Service is the one all of whose selector the pod has", () => {
  cluster.services.set(service("selects-nothing", "127.64.0.1"));
  cluster.services.set(service("other", "127.64.0.2", { app: "redis", role: "replica" }));
  cluster.services.set(service("redis", "127.64.0.3", { app: "redis" }));
  const found = names.serviceOf("montage-ai", { app: "redis", tier: "queue" });
  expect(found.metadata?.name).toBe("redis");
});

test("a pod that no Service sends to is named by its labels", () => {
  expect(() => names.serviceOf("montage-ai", { app: "redis" })).toThrow(
    'no Service in montage-ai selects {"app":"redis"}',
  );
});
