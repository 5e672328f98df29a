import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { blocks } from "../support/synth";
import {
  deployment,
  podOf,
  variables,
  settings,
  workloadStack,
  workloadStacks,
  type Deployment,
} from "../support/workload";

const stacks = workloadStacks();

describe("workers", () => {
  test.each(ENVIRONMENT_NAMES)("%s runs the worker as PID 1 and lets it finish its job", (name) => {
    const pod = podOf(workloadStack(name), "montage-ai-worker");
    expect(pod.container[0]?.command).toEqual(["python", "-m", "montage_ai.worker"]);
    expect(pod.termination_grace_period_seconds).toBe(1950);
    expect(
      deployment(workloadStack(name), "montage-ai-worker").spec.template.metadata.annotations,
    ).toMatchObject({ "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" });
  });

  test("every worker knows its queues and where Redis is, both ports spelt out", () => {
    expect(variables(stacks.staging, "montage-ai-worker-heavy")).toMatchObject({
      WORKER_QUEUES: "heavy",
      JOB_TIMEOUT: "1800",
      REDIS_HOST: "redis.default.svc.cluster.local",
      REDIS_PORT: "6379",
      REDIS_SERVICE_PORT: "6379",
    });
  });

  test.each(ENVIRONMENT_NAMES)("%s switches service links off in every pod", (name) => {
    for (const type of ["kubernetes_deployment_v1", "kubernetes_stateful_set_v1"]) {
      for (const block of blocks(workloadStack(name), type) as unknown as Deployment[]) {
        expect(block.spec.template.spec).toMatchObject({ enable_service_links: false });
      }
    }
  });

  // The app sends every full render to QUEUE_HEAVY_NAME: the GPU workers' queue would leave the many CPU workers idle.
  test("the CPU workers take previews, then full renders; GPU workers take renders alone", () => {
    for (const stack of [stacks.local, stacks.staging, stacks.production]) {
      expect(settings(stack)).toMatchObject({
        QUEUE_FAST_NAME: "default",
        QUEUE_HEAVY_NAME: "heavy",
      });
      expect(variables(stack, "montage-ai-worker")["WORKER_QUEUES"]).toBe("default,heavy");
    }
    for (const stack of [stacks.staging, stacks.production]) {
      expect(variables(stack, "montage-ai-worker-heavy")["WORKER_QUEUES"]).toBe("heavy");
    }
  });

  test("only GPU workers are told to encode on a GPU, with the groups of its device files", () => {
    const heavy = podOf(stacks.staging, "montage-ai-worker-heavy");
    expect(JSON.stringify(heavy.container)).toContain('{"name":"FFMPEG_HWACCEL","value":"rocm"}');
    expect(JSON.stringify(heavy)).toContain('"supplemental_groups":[44,105]');
    const light = podOf(stacks.staging, "montage-ai-worker");
    expect(JSON.stringify(light)).not.toContain("FFMPEG_HWACCEL");
    expect(JSON.stringify(light)).not.toContain("supplemental_groups");
  });

  test.each([
    ["staging", "amd.com/gpu", "amd-rocm"],
    ["production", "nvidia.com/gpu", "nvidia"],
  ] as const)("%s places the heavy worker on GPU nodes", (name, resource, type) => {
    const pod = podOf(workloadStack(name), "montage-ai-worker-heavy");
    expect(pod.node_selector).toEqual({
      "node-role.fluxibri.ai/gpu-worker": "true",
      "fluxibri.ai/gpu-enabled": "true",
      "fluxibri.ai/gpu-type": type,
      "fluxibri.ai/gpu-encoder": "true",
    });
    expect(pod.toleration).toContainEqual({
      key: "gpu",
      operator: "Equal",
      value: type,
      effect: "NoSchedule",
    });
    expect(pod.container[0]?.resources.requests[resource]).toBe("1");
    expect(pod.container[0]?.resources.limits[resource]).toBe("1");
    // With a surge the new pod would wait for the GPU that the old one holds.
    expect(
      deployment(workloadStack(name), "montage-ai-worker-heavy").spec.strategy?.rolling_update,
    ).toEqual({ max_surge: "0", max_unavailable: "1" });
  });

  test("CPU workers tolerate no GPU taint, and local pods select no labels", () => {
    for (const name of ENVIRONMENT_NAMES) {
      const { toleration } = podOf(workloadStack(name), "montage-ai-worker");
      expect(toleration?.filter((one) => one["key"] === "gpu" || one["key"] === undefined)).toEqual(
        [],
      );
    }
    expect(podOf(stacks.local, "montage-ai-worker").node_selector).toBeUndefined();
    expect(podOf(stacks.production, "montage-ai-worker").node_selector).toEqual({
      "node-role.fluxibri.ai/cpu-worker": "true",
    });
  });
});
