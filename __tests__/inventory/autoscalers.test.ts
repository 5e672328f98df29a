import { readForeignObjects } from "../../inventory/reading";

const place = { kind: "file", file: "a.yaml", line: 1 } as const;

function readOne(object: Record<string, unknown>) {
  const { inventory, problems } = readForeignObjects([{ object, place }]);
  expect(problems).toEqual([]);
  return inventory.autoscalers[0];
}

const target = { kind: "Deployment", name: "worker" };

describe("an autoscaler", () => {
  test("may refer to no authentication by an empty reference, as KEDA takes it", () => {
    const triggers = [{ type: "redis", metadata: {}, authenticationRef: {} }];
    const autoscaler = readOne({
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: { name: "worker" },
      spec: { scaleTargetRef: { name: "worker" }, triggers },
    });
    expect(autoscaler?.triggers[0]?.authentication).toBeUndefined();
  });

  test("of KEDA is read with its triggers, formula and fallback", () => {
    expect(
      readOne({
        apiVersion: "keda.sh/v1alpha1",
        kind: "ScaledObject",
        metadata: { name: "worker", namespace: "ns" },
        spec: {
          scaleTargetRef: { name: "worker" },
          minReplicaCount: 1,
          maxReplicaCount: 8,
          idleReplicaCount: 0,
          pollingInterval: 15,
          cooldownPeriod: 600,
          fallback: { failureThreshold: 3, replicas: 2 },
          advanced: { scalingModifiers: { formula: "a + b", target: "10" } },
          triggers: [
            {
              type: "redis",
              name: "a",
              metadata: { listName: "rq:queue:default", listLength: 10, enableTLS: false },
              authenticationRef: { name: "redis" },
            },
            { type: "cpu", metricType: "Utilization", metadata: { value: "80" } },
          ],
        },
      }),
    ).toEqual({
      kind: "ScaledObject",
      namespace: "ns",
      name: "worker",
      annotations: {},
      place,
      target,
      min: 1,
      max: 8,
      idle: 0,
      reads: ["v1beta1.external.metrics.k8s.io", "v1beta1.metrics.k8s.io"],
      hpaName: "keda-hpa-worker",
      resourceMetrics: [{ resource: "cpu", target: "Utilization", container: undefined }],
      madeByKeda: false,
      fallback: { failureThreshold: 3, replicas: 2 },
      pollingInterval: 15,
      cooldownPeriod: 600,
      triggers: [
        {
          type: "redis",
          name: "a",
          metricType: undefined,
          metadata: { listName: "rq:queue:default", listLength: "10", enableTLS: "false" },
          authentication: { kind: "TriggerAuthentication", name: "redis" },
        },
        {
          type: "cpu",
          name: undefined,
          metricType: "Utilization",
          metadata: { value: "80" },
          authentication: undefined,
        },
      ],
      scalingModifiers: {
        formula: "a + b",
        target: "10",
        activationTarget: undefined,
        metricType: undefined,
      },
    });
  });

  test("of KEDA may name its HPA", () => {
    const advanced = { horizontalPodAutoscalerConfig: { name: "mine" } };
    const spec = { scaleTargetRef: { name: "worker" }, advanced, triggers: [] };
    expect(readOne({ kind: "ScaledObject", metadata: { name: "x" }, spec })?.hpaName).toBe("mine");
  });

  test("for Jobs is its own target and its pods are a workload", () => {
    const spec = {
      jobTargetRef: { template: { spec: { containers: [{ name: "a", image: "a:1" }] } } },
      triggers: [{ type: "redis", metadata: {} }],
    };
    const object = { kind: "ScaledJob", metadata: { name: "x" }, spec };
    expect(readOne(object)).toMatchObject({
      target: { kind: "ScaledJob", name: "x" },
      min: 0,
      max: 100,
      reads: [],
      hpaName: undefined,
    });
    const { workloads } = readForeignObjects([{ object, place }]).inventory;
    expect(workloads).toMatchObject([{ kind: "ScaledJob", name: "x", replicas: undefined }]);
  });

  test.each([
    ["by its owner", { ownerReferences: [{ kind: "ScaledObject" }] }, true],
    ["by its label", { labels: { "app.kubernetes.io/managed-by": "keda-operator" } }, true],
    ["not", { labels: { "app.kubernetes.io/managed-by": "Helm" } }, false],
  ])("that is an HPA is known as KEDA's %s", (_, metadata, expected) => {
    const hpa = readOne({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "x", ...metadata },
      spec: { scaleTargetRef: target, maxReplicas: 3 },
    });
    expect(hpa).toMatchObject({ madeByKeda: expected, hpaName: "x", target, max: 3 });
  });
});
