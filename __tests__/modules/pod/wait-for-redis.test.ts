import { readFileSync } from "node:fs";
import { projectFile } from "../../../environments/project";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { changedSpec } from "../../support/changed-spec";
import { specOf } from "../../support/synth";
import {
  manifests,
  podOf,
  settings,
  variables,
  workloadOf,
  workloadStack,
  workloadStacks,
} from "../../support/workload";
import { sendsPassword } from "../../support/sends-password";

const stacks = workloadStacks();
const PROGRAM = readFileSync(projectFile("modules/pod/wait_for_redis.py"), "utf8");
/** A worker of each kind, and a Redis with a password. */
const mixed = workloadOf(
  changedSpec(specOf("production"), {
    "applications.0.redis.password": { secretName: "redis-credentials", key: "password" },
    ...sendsPassword("production"),
    "applications.0.workers.1.scaling": {
      kind: "job",
      max: 5,
      pollingIntervalSeconds: 15,
      replicasWithoutKeda: 1,
    },
  }),
);

describe.each(ENVIRONMENT_NAMES)("in %s", (name) => {
  const app = ["montage-ai-web", "montage-ai-worker"];

  // The app decides at its start whether there is a Redis, sessions before anything is tried twice.
  test.each(app)("%s starts when Redis answers, and asks with its own image and address", (pod) => {
    const { container, init_container: [wait, ...more] = [] } = podOf(workloadStack(name), pod);
    expect(more).toEqual([]);
    expect(wait).toMatchObject({
      name: "wait-for-redis",
      image: container[0]?.image,
      command: ["python", "-u", "-c", PROGRAM],
      security_context: { read_only_root_filesystem: true, run_as_non_root: true },
      env: expect.arrayContaining([
        { name: "REDIS_HOST", value: variables(workloadStack(name), pod)["REDIS_HOST"] },
        { name: "REDIS_PORT", value: variables(workloadStack(name), pod)["REDIS_PORT"] },
      ]),
    });
  });

  test("the wait asks for no more than what follows it: no pod needs more room for it", () => {
    for (const pod of app) {
      const { container, init_container: [wait] = [] } = podOf(workloadStack(name), pod);
      for (const kind of ["requests", "limits"] as const) {
        expect(Number.parseInt(wait?.resources[kind]["memory"] ?? "")).toBeLessThan(200);
        expect(wait?.resources[kind]["memory"]).toMatch(/Mi$/);
        expect(wait?.resources[kind]["cpu"]).toMatch(/^\d+m$/);
        expect(container[0]?.resources[kind]).toHaveProperty("cpu");
      }
    }
  });

  test("the web front never gives Redis up before the kubelet gives the start up", () => {
    const { startup_probe: startup } =
      podOf(workloadStack(name), "montage-ai-web").container[0] ?? {};
    const { REDIS_INIT_MAX_RETRIES, REDIS_INIT_RETRY_SECONDS } = variables(
      workloadStack(name),
      "montage-ai-web",
    );
    const allowed = (startup?.period_seconds ?? 0) * (startup?.failure_threshold ?? 0);
    expect(allowed).toBeGreaterThanOrEqual(600);
    expect(Number(REDIS_INIT_MAX_RETRIES) * Number(REDIS_INIT_RETRY_SECONDS)).toBeGreaterThan(
      allowed,
    );
  });

  test("liveness asks what does not touch Redis, readiness what does", () => {
    const [web] = podOf(workloadStack(name), "montage-ai-web").container;
    expect(web).toMatchObject({
      startup_probe: { http_get: { path: "/health" } },
      liveness_probe: { http_get: { path: "/health" } },
      readiness_probe: { http_get: { path: "/api/status" } },
    });
  });

  test("sessions are on a claim that all web pods share", () => {
    expect(settings(workloadStack(name))["SESSION_DIR"]).toBe("/data/output/sessions");
    const { container } = podOf(workloadStack(name), "montage-ai-web");
    expect(JSON.stringify(container[0])).toContain('"mount_path":"/data/output"');
  });
});

test("a pod that takes one job waits as well, and logs in where there is a password", () => {
  const [job] = manifests(mixed, "ScaledJob");
  const password = {
    name: "REDIS_PASSWORD",
    valueFrom: { secretKeyRef: { name: "redis-credentials", key: "password" } },
  };
  expect(job).toMatchObject({
    spec: {
      jobTargetRef: {
        template: {
          spec: {
            initContainers: [{ name: "wait-for-redis", env: expect.arrayContaining([password]) }],
          },
        },
      },
    },
  });
});

// Kubernetes would put variables in for $(NAME), Terraform for ${ and %{.
test("the program is passed on as it is written", () => {
  expect(PROGRAM).not.toMatch(/\$\(|\$\{|%\{/);
});

// An idle worker whose node is gone takes the next job until Redis has dropped its connection.
test("the managed Redis asks silent connections within seconds whether they are there", () => {
  const server = JSON.stringify(stacks.production.resource?.["kubernetes_stateful_set_v1"]);
  const [, seconds] = /"--tcp-keepalive","(\d+)"/.exec(server) ?? [];
  expect(Number(seconds)).toBeGreaterThan(0);
  expect(Number(seconds)).toBeLessThanOrEqual(30);
});
