import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { podEnvironment } from "../../../testbed/hosted/pod-environment";
import { hostedRedis } from "../../support/hosted-redis";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);

const { client, names } = hostedRedis();

function environment(container: Partial<V1Container>) {
  const pod: V1Pod = {
    metadata: { name: "worker-1", namespace: "montage-ai" },
    spec: {
      containers: [
        { name: "worker", ...container },
        { name: "other", env: [] },
      ],
    },
  };
  return podEnvironment(pod, client, names);
}

test("literal values are taken as they are, empty ones too", async () => {
  const env = [
    { name: "WORKER_QUEUES", value: "renders" },
    { name: "PROXY", value: "" },
  ];
  expect(await environment({ env })).toEqual({ WORKER_QUEUES: "renders", PROXY: "" });
});

test("an empty value that the API has left out is an empty variable", async () => {
  expect(await environment({ env: [{ name: "WATCH_NAMESPACE" }] })).toEqual({
    WATCH_NAMESPACE: "",
  });
});

test("fields of the pod are its name and its namespace", async () => {
  const field = (name: string, fieldPath: string) => ({
    name,
    valueFrom: { fieldRef: { fieldPath } },
  });
  const env = [field("POD_NAME", "metadata.name"), field("POD_NAMESPACE", "metadata.namespace")];
  expect(await environment({ env })).toEqual({
    POD_NAME: "worker-1",
    POD_NAMESPACE: "montage-ai",
  });
});

// They were empty, which a program takes for set.
test("variables from sources that a testbed does not read are left out", async () => {
  const env = [
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "token", key: "token" } } },
    { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "app", key: "level" } } },
  ];
  expect(await environment({ env })).toEqual({});
});

test("ConfigMaps come first, and a variable of the container itself replaces theirs", async () => {
  const read = jest.mocked(client.core.readNamespacedConfigMap);
  read.mockResolvedValueOnce({ data: { LEVEL: "info", JOBS: "2" } });
  const variables = await environment({
    envFrom: [{ configMapRef: { name: "app" } }, { secretRef: { name: "token" } }],
    env: [{ name: "LEVEL", value: "debug" }],
  });
  expect(variables).toEqual({ LEVEL: "debug", JOBS: "2" });
  expect(read).toHaveBeenCalledWith({ name: "app", namespace: "montage-ai" });
});

test("the name of a Service becomes its address, a text that only holds one does not", async () => {
  const env = [
    { name: "REDIS_HOST", value: "redis.montage-ai.svc.cluster.local" },
    { name: "NOTE", value: "see redis.montage-ai" },
  ];
  expect(await environment({ env })).toEqual({
    REDIS_HOST: "127.64.3.7",
    NOTE: "see redis.montage-ai",
  });
});

test("a pod without a container is named", async () => {
  const pod: V1Pod = { metadata: { name: "worker-1" }, spec: { containers: [] } };
  await expect(podEnvironment(pod, client, names)).rejects.toThrow("pod worker-1 has no container");
});
