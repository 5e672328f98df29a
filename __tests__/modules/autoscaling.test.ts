import { environmentName } from "../../environments";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { blocks, specOf } from "../support/synth";
import {
  deployment,
  scaledObjects,
  withSwitches,
  workloadOf,
  workloadStack,
  type ScaledObject,
} from "../support/workload";
import { montageAiIn } from "../support/applications";

const withoutKeda = workloadOf(
  withSwitches("production", ({ addons }) => ({ addons: { ...addons, keda: false } })),
);

/** The ScaledObject that watches the queue `default`. */
function defaultScaler(name: string): ScaledObject | undefined {
  return scaledObjects(workloadStack(name)).find(({ spec }) =>
    spec.triggers.some((trigger) => trigger.name === "queued_default"),
  );
}

describe("queue scaling", () => {
  test.each(ENVIRONMENT_NAMES)(
    "%s counts waiting and running jobs and never the hand-off list",
    (name) => {
      const worker = defaultScaler(name);
      expect(worker?.metadata.name).toMatch(/^\$\{kubernetes_deployment_v1\..*\}-scaledobject$/);
      expect(
        worker?.spec.triggers.map((trigger) => [trigger.name, trigger.metadata["listName"]]),
      ).toEqual([
        ["queued_default", "rq:queue:default"],
        ["running_default", "rq:wip:default"],
        ["queued_heavy", "rq:queue:heavy"],
        ["running_heavy", "rq:wip:heavy"],
      ]);
      const { formula, target } = worker?.spec.advanced.scalingModifiers ?? {};
      const weight =
        target === "1"
          ? "running_default + running_heavy"
          : `${target} * (running_default + running_heavy)`;
      expect(formula).toBe(`queued_default + queued_heavy + ${weight}`);
      expect(JSON.stringify(scaledObjects(workloadStack(name)))).not.toContain(":intermediate");
    },
  );

  test.each([
    ["local", "2", 1, 4],
    ["staging", "10", 1, 8],
    ["production", "1", 3, 24],
  ] as const)("%s adds a replica for %s waiting jobs, from %d to %d", (name, target, min, max) => {
    const worker = defaultScaler(name);
    expect(worker?.spec.advanced.scalingModifiers).toMatchObject({
      target,
      metricType: "AverageValue",
    });
    expect(worker?.spec).toMatchObject({ minReplicaCount: min, maxReplicaCount: max });
    expect(worker?.spec.fallback.replicas).toBeGreaterThanOrEqual(1);
  });

  // With the HPA's own tenth, an eleventh job waits for one of ten workers, and with 24 two do.
  test.each(ENVIRONMENT_NAMES)("%s adds a replica for the first job too many", (name) => {
    const { scaleUp, scaleDown } =
      defaultScaler(name)?.spec.advanced.horizontalPodAutoscalerConfig.behavior ?? {};
    // "0" would become a number on its way, which KEDA rewrites: no later change could be applied.
    expect(scaleUp).toMatchObject({ tolerance: "1m" });
    expect(scaleDown).not.toHaveProperty("tolerance");
  });

  test("GPU workers count only what the CPU workers cannot hold, and never come below zero", () => {
    const heavy = scaledObjects(workloadStack(environmentName("production"))).find(
      ({ spec }) => spec.minReplicaCount === 0,
    );
    expect(heavy?.spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 8 });
    // 24 CPU workers, in jobs of a target of 2.
    expect(heavy?.spec.advanced.scalingModifiers).toMatchObject({
      formula: "max(queued_heavy + 2 * running_heavy - 48, 0)",
      target: "2",
    });
  });

  test("scales out at once and in after the stabilization of the data", () => {
    const worker = defaultScaler("production");
    const behavior = worker?.spec.advanced.horizontalPodAutoscalerConfig.behavior;
    expect(behavior?.scaleUp.stabilizationWindowSeconds).toBe(0);
    expect(behavior?.scaleDown.stabilizationWindowSeconds).toBe(600);
  });

  test.each([
    ["local", /\$\{kubernetes_service_v1\..*\}\.\$\{.*\}\.svc\.cluster\.local:6379$/],
    ["staging", /^redis\.default\.svc\.cluster\.local:6379$/],
  ] as const)("%s gives KEDA a fully qualified address", (name, address) => {
    const worker = defaultScaler(name);
    expect(worker?.spec.triggers[0]?.metadata["address"]).toMatch(address);
  });

  test.each(ENVIRONMENT_NAMES)(
    "%s leaves replicas to the autoscalers, one for each Deployment",
    (name) => {
      const stack = workloadStack(name);
      const targets = [
        ...scaledObjects(stack).map((object) => object.spec.scaleTargetRef.name),
        ...blocks(stack, "kubernetes_horizontal_pod_autoscaler_v2").map(
          (hpa) => (hpa["spec"] as { scale_target_ref: { name: string } }).scale_target_ref.name,
        ),
      ];
      const workers = montageAiIn(specOf(name)).workers;
      expect(new Set(targets).size).toBe(workers.length + 1);
      expect(targets).toHaveLength(workers.length + 1);
      expect(deployment(stack, "montage-ai-web").spec.replicas).toBeUndefined();
      for (const worker of workers) {
        expect(deployment(stack, `montage-ai-${worker.name}`).spec.replicas).toBeUndefined();
      }
    },
  );

  test("without KEDA the number of workers is fixed and no ScaledObject is left", () => {
    expect(scaledObjects(withoutKeda)).toHaveLength(0);
    expect(deployment(withoutKeda, "montage-ai-worker").spec.replicas).toBe("10");
    expect(deployment(withoutKeda, "montage-ai-web").spec.replicas).toBeUndefined();
  });
});
