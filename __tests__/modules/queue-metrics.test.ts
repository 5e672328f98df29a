import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { changedSpec } from "../support/changed-spec";
import { blocks, specOf, type StackJson } from "../support/synth";
import {
  podOf,
  variables,
  withSwitches,
  workloadOf,
  workloadStack,
  workloadStacks,
} from "../support/workload";
import { montageAiIn } from "../support/applications";
import { sendsPassword } from "../support/sends-password";

const stacks = workloadStacks();
const QUEUE_METRICS = "queue-metrics";

function policy(stack: StackJson, name: string) {
  return blocks(stack, "kubernetes_network_policy_v1").find(({ metadata }) =>
    JSON.stringify(metadata).includes(`"${name}"`),
  );
}

test.each(ENVIRONMENT_NAMES)("%s tells what is in Redis of every worker's queues", (name) => {
  const queues = new Set(montageAiIn(specOf(name)).workers.flatMap(({ queues }) => queues));
  const told = variables(workloadStack(name), QUEUE_METRICS);
  expect(new Set(told["QUEUES"]?.split(","))).toEqual(queues);
  expect(told["REDIS_HOST"]).toBe(
    variables(workloadStack(name), "montage-ai-worker")["REDIS_HOST"],
  );
  expect(podOf(workloadStack(name), QUEUE_METRICS).container[0]?.env).toContainEqual({
    name: "POD_IP",
    value_from: { field_ref: { field_path: "status.podIP" } },
  });
});

test("it runs in the app's own image with a read-only root, and has no token", () => {
  const pod = podOf(stacks.production, QUEUE_METRICS);
  expect(pod).toMatchObject({ automount_service_account_token: false });
  expect(pod.container[0]).toMatchObject({
    image: podOf(stacks.production, "montage-ai-worker").container[0]?.image,
    command: ["python", "/program/queue_metrics.py"],
    security_context: { read_only_root_filesystem: true },
  });
});

// A Redis that is away must be told: a pod that is not ready for it is scraped no more.
test("its probes do not ask Redis", () => {
  for (const probe of ["readiness_probe", "liveness_probe"]) {
    expect(podOf(stacks.local, QUEUE_METRICS).container[0]).toMatchObject({
      [probe]: { http_get: { path: "/healthz", port: "metrics" } },
    });
  }
});

test("Prometheus reaches it, and it reaches Redis, but not the API server", () => {
  const stack = stacks.production;
  expect(policy(stack, "allow-queue-metrics-from-prometheus")?.["spec"]).toMatchObject({
    ingress: [{ ports: [{ port: "9400", protocol: "TCP" }] }],
  });
  for (const name of ["allow-app-to-redis", "allow-redis-from-app"]) {
    expect(JSON.stringify(policy(stack, name))).toContain(`"${QUEUE_METRICS}"`);
  }
  expect(JSON.stringify(policy(stack, "allow-kubernetes-api"))).not.toContain(QUEUE_METRICS);
});

test("it logs in where Redis has a password", () => {
  const stack = workloadOf(
    changedSpec(specOf("production"), {
      "applications.0.redis.password": { secretName: "redis-credentials", key: "password" },
      ...sendsPassword("production"),
    }),
  );
  expect(podOf(stack, QUEUE_METRICS).container[0]?.env).toContainEqual({
    name: "REDIS_PASSWORD",
    value_from: { secret_key_ref: { name: "redis-credentials", key: "password" } },
  });
});

test("without Prometheus there is none, and without KEDA there is one", () => {
  const without = (addon: "kube-prometheus-stack" | "keda") =>
    JSON.stringify(
      workloadOf(
        withSwitches("staging", ({ addons }) => ({
          addons: { ...addons, "prometheus-adapter": false, [addon]: false },
        })),
      ).resource?.["kubernetes_deployment_v1"],
    );
  expect(without("kube-prometheus-stack")).not.toContain(QUEUE_METRICS);
  expect(without("keda")).toContain(QUEUE_METRICS);
});
