import { fromPlan } from "../inventory/four-readers";
import { autoscalerEffect } from "../../rules/autoscaler-effect";
import { findingsIn } from "./fixture";
import { foundInCluster, foundInYaml } from "./foreign";
import { findingsOf } from "../../rules/engine/rule";

const REDIS =
  '{ type: redis, metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: l } }';
const CPU = '{ type: cpu, metricType: Utilization, metadata: { value: "60" } }';

function scaledObject(spec: string, annotations = "{}"): string {
  return `{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: { name: s, namespace: jobs, annotations: ${annotations} }, spec: { scaleTargetRef: { name: worker }, ${spec} } }`;
}

function deployment(resources: string, namespace = "jobs", name = "worker"): string {
  return `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name}, namespace: ${namespace} }, spec: { selector: {}, template: { spec: { containers: [{ name: a, image: "x.example.com/a:1", resources: ${resources} }] } } } }`;
}

function hpa(
  spec: string,
  target = "{ apiVersion: apps/v1, kind: Deployment, name: worker }",
): string {
  return `{ apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: { name: h, namespace: jobs }, spec: { scaleTargetRef: ${target}, maxReplicas: 5, ${spec} } }`;
}

const ON_CPU =
  "metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]";

function found(...documents: readonly string[]): readonly string[] {
  return foundInYaml(autoscalerEffect, documents.join("\n---\n"));
}

describe("autoscaler-effect", () => {
  test("says of an HPA on CPU without requests what to write, and where", () => {
    expect(findingsIn("invalid", "autoscaler-effect")).toEqual([
      expect.objectContaining({
        severity: "error",
        object: "HorizontalPodAutoscaler jobs/api",
        message:
          "scales on cpu, and container api of Deployment jobs/api has no requests of it: no share of them can be computed (FailedGetResourceMetric), and nothing scales, unless a LimitRange of the namespace gives a default",
        fix: "resources.requests: { cpu: <what it needs> } on container api (stack staging-workload, kubernetes_deployment_v1.api)",
      }),
    ]);
  });

  test.each([
    ["no metric is CPU", hpa(""), "{}"],
    ["cpu is measured", hpa(ON_CPU), "{ requests: { memory: 1Gi } }"],
  ])("needs requests of every container where %s", (_, autoscaler, resources) => {
    expect(found(autoscaler, deployment(resources))).toEqual([
      expect.stringMatching(
        /^error HorizontalPodAutoscaler jobs\/h: scales on cpu, and container a /,
      ),
    ]);
  });

  test.each([
    ["a request", hpa(ON_CPU), "{ requests: { cpu: 1 } }"],
    ["a limit, which is the request then", hpa(ON_CPU), "{ limits: { cpu: 1 } }"],
    [
      "an amount, which needs none",
      hpa(
        ON_CPU.replace("Utilization, averageUtilization: 60", "AverageValue, averageValue: 200m"),
      ),
      "{}",
    ],
  ])("is content with %s", (_, autoscaler, resources) => {
    expect(found(autoscaler, deployment(resources))).toEqual([]);
  });

  test("KEDA's cpu trigger needs requests whatever its type, as its webhook says", () => {
    const amount = CPU.replace("Utilization", "AverageValue");
    expect(
      found(scaledObject(`minReplicaCount: 1, triggers: [${amount}]`), deployment("{}")),
    ).toEqual([expect.stringContaining("KEDA refuses it, unless a LimitRange")]);
  });

  test.each([
    [
      "minReplicaCount: 6, maxReplicaCount: 5",
      REDIS,
      "has minReplicaCount 6 above maxReplicaCount 5: the API server refuses it",
    ],
    [
      "minReplicaCount: 101",
      REDIS,
      "has minReplicaCount 101 above maxReplicaCount 100: the API server refuses it",
    ],
    [
      "minReplicaCount: 2, idleReplicaCount: 2",
      REDIS,
      "has idleReplicaCount 2, which must be less than minReplicaCount 2: KEDA refuses it",
    ],
    [
      "minReplicaCount: 0",
      CPU,
      "scales on cpu or memory alone from 0 replicas, of which nothing can be measured: KEDA refuses it",
    ],
    [
      "minReplicaCount: 1, fallback: { failureThreshold: 3, replicas: 2 }",
      CPU,
      "has a fallback and no trigger beside cpu and memory, for which KEDA has none: it refuses it",
    ],
    [
      "minReplicaCount: 0",
      `${REDIS.replace("redis,", "redis-lists,")}`,
      "has a trigger of type redis-lists, for which KEDA has no scaler: it makes no HPA, and nothing scales",
    ],
    [
      "minReplicaCount: 0",
      `${REDIS.replace("redis,", "redis, name: q,")}, ${REDIS.replace("redis,", "redis, name: q,")}`,
      "has 2 triggers with the name q: KEDA refuses it",
    ],
  ])("a ScaledObject with %s and %s is an error", (spec, triggers, message) => {
    expect(
      found(
        scaledObject(`${spec}, triggers: [${triggers}]`),
        deployment("{ requests: { cpu: 1 } }"),
      ),
    ).toEqual([`error ScaledObject jobs/s: ${message}`]);
  });

  test.each([
    [`minReplicaCount: 0, triggers: [${CPU}, ${REDIS}]`],
    [`idleReplicaCount: 0, minReplicaCount: 2, triggers: [${REDIS}]`],
    [`minReplicaCount: 1, maxReplicaCount: 1, triggers: [${REDIS}]`],
  ])("a ScaledObject with %s can act", (spec) => {
    expect(found(scaledObject(spec), deployment("{ requests: { cpu: 1 } }"))).toEqual([]);
  });

  test.each([
    ["paused", '"true"', true],
    ["paused", '"false"', false],
    ["paused-replicas", '"0"', true],
    ["paused-scale-in", '"true"', true],
  ])("autoscaling.keda.sh/%s: %s is told, in files and in a cluster: %p", (key, value, told) => {
    const object = scaledObject(`triggers: [${REDIS}]`, `{ autoscaling.keda.sh/${key}: ${value} }`);
    const message = expect.stringMatching(`^warning ScaledObject jobs/s: is paused .*${key}`);
    expect(found(object)).toEqual(told ? [message] : []);
    expect(foundInCluster(autoscalerEffect, object, undefined)).toEqual(told ? [message] : []);
  });

  test.each([
    [
      "{ apiVersion: apps/v1, kind: Deploymnet, name: worker }",
      "of apps/v1, which has no such kind",
    ],
    [
      "{ apiVersion: extensions/v1beta1, kind: Deployment, name: worker }",
      "a group without Deployment",
    ],
    ["{ apiVersion: apps/v1, kind: DaemonSet, name: worker }", "has no replicas to set"],
  ])("an HPA with target %s finds nothing", (target, message) => {
    expect(found(hpa(ON_CPU, target))).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    "{ apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: worker }",
    "{ apiVersion: apps/v1beta1, kind: Deployment, name: worker }",
  ])("an HPA with target %s may", (target) => {
    expect(found(hpa(ON_CPU, target))).toEqual([]);
  });

  test("a target in another namespace is an error, where both namespaces are written", () => {
    const autoscaler = scaledObject(`triggers: [${REDIS}]`);
    expect(found(autoscaler, deployment("{}", "other"))).toEqual([
      "error ScaledObject jobs/s: scales Deployment jobs/worker, in its own namespace; Deployment other/worker is in another: nothing scales",
    ]);
    expect(found(autoscaler, deployment("{}", "other").replace(", namespace: other", ""))).toEqual(
      [],
    );
  });

  test("a target with a typing error is a warning, with the name that is there", () => {
    expect(
      found(scaledObject(`triggers: [${REDIS}]`), deployment("{}", "jobs", "workers")),
    ).toEqual([
      "warning ScaledObject jobs/s: scales Deployment jobs/worker, which is not here; Deployment jobs/workers is, and has no autoscaler",
    ]);
  });

  test("an HPA of a plan is seen as one of a file is", () => {
    const block = {
      metadata: [{ name: "h", namespace: "jobs" }],
      spec: [
        {
          min_replicas: 6,
          max_replicas: 5,
          scale_target_ref: [{ api_version: "apps/v1", kind: "Deployment", name: "worker" }],
          metric: [],
        },
      ],
    };
    const inventory = fromPlan({ kubernetes_horizontal_pod_autoscaler_v2: { h: block } });
    expect(
      findingsOf(autoscalerEffect, inventory, undefined).map(({ message }) => message),
    ).toEqual(["has minReplicas 6 above maxReplicas 5: the API server refuses it"]);
  });
});
