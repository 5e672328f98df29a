import { autoscalerOwnership } from "../../rules/autoscaler-ownership";
import { specOf } from "../support/synth";
import { findingsIn } from "./fixture";
import { CLUSTER, foundIn } from "./manifests";
import { DEPLOYMENT, SCALED_OBJECT } from "./scaled-worker";

describe("autoscaler-ownership", () => {
  test("refuses an HPA beside a ScaledObject, and lets the ScaledObject stay", () => {
    expect(findingsIn("invalid", "autoscaler-ownership")).toEqual([
      {
        rule: "autoscaler-ownership",
        severity: "error",
        object: "HorizontalPodAutoscaler montage-ai/worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_horizontal_pod_autoscaler_v2.worker",
        },
        message:
          "Deployment montage-ai/montage-ai-worker is scaled by ScaledObject montage-ai/worker and HorizontalPodAutoscaler montage-ai/worker: they undo each other",
        fix: "remove HorizontalPodAutoscaler montage-ai/worker (stack staging-workload, kubernetes_horizontal_pod_autoscaler_v2.worker)",
      },
    ]);
  });

  test("refuses two HPAs on one Deployment", () => {
    expect(findingsIn("invalid", "autoscaler-ownership-two-hpas")).toEqual([
      {
        rule: "autoscaler-ownership",
        severity: "error",
        object: "HorizontalPodAutoscaler montage-ai/web-memory",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_horizontal_pod_autoscaler_v2.memory",
        },
        message:
          "Deployment montage-ai/montage-ai-web is scaled by HorizontalPodAutoscaler montage-ai/web-cpu and HorizontalPodAutoscaler montage-ai/web-memory: they undo each other",
        fix: "remove HorizontalPodAutoscaler montage-ai/web-memory (stack staging-workload, kubernetes_horizontal_pod_autoscaler_v2.memory)",
      },
    ]);
  });

  test("refuses two ScaledObjects on one Deployment", () => {
    expect(findingsIn("invalid", "autoscaler-ownership-two-scaledobjects")).toEqual([
      {
        rule: "autoscaler-ownership",
        severity: "error",
        object: "ScaledObject montage-ai/heavy",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_manifest.heavy",
        },
        message:
          "Deployment montage-ai/montage-ai-worker is scaled by ScaledObject montage-ai/default and ScaledObject montage-ai/heavy: they undo each other",
        fix: "remove ScaledObject montage-ai/heavy (stack staging-workload, kubernetes_manifest.heavy)",
      },
    ]);
  });

  test("refuses fixed replicas beside an autoscaler", () => {
    expect(findingsIn("invalid", "autoscaler-ownership-fixed-replicas")).toEqual([
      {
        rule: "autoscaler-ownership",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "fixes replicas at 3 beside ScaledObject montage-ai/worker: every apply undoes the scaling",
        fix: "leave replicas out of Deployment montage-ai/montage-ai-worker (stack staging-workload, kubernetes_deployment_v1.worker); ScaledObject montage-ai/worker keeps at least 1",
      },
    ]);
  });
});

/** An HPA, and what tells whose it is. */
const hpa = (metadata: string, target = "worker") => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { namespace: app, ${metadata} }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }, maxReplicas: 4 }
`;
const BY_KEDA = "ownerReferences: [{ kind: ScaledObject, name: worker, controller: true }]";

function found(documents: readonly string[], options: Parameters<typeof foundIn>[2] = {}) {
  return foundIn(autoscalerOwnership, documents.join("---\n"), options);
}

describe("autoscaler-ownership, in a live cluster", () => {
  const place = CLUSTER;

  test("takes the HPA that KEDA made for the ScaledObject itself, and replicas for its work", () => {
    const own = hpa(`name: keda-hpa-worker, ${BY_KEDA}`);
    expect(found([DEPLOYMENT, SCALED_OBJECT, own], { place })).toEqual([]);
  });

  test("refuses a second HPA beside the one that KEDA made, with the command that removes it", () => {
    const own = hpa(`name: keda-hpa-worker, ${BY_KEDA}`);
    expect(found([SCALED_OBJECT, own, hpa("name: by-hand")], { place })).toEqual([
      "error HorizontalPodAutoscaler app/by-hand: Deployment app/worker is scaled by ScaledObject app/worker and HorizontalPodAutoscaler app/by-hand: they undo each other | kubectl --namespace app delete horizontalpodautoscaler by-hand",
    ]);
  });

  test("counts KEDA's HPA where its ScaledObject was not read", () => {
    const own = hpa(`name: keda-hpa-worker, ${BY_KEDA}`);
    expect(found([hpa("name: by-hand"), own], { place })).toEqual([
      "error HorizontalPodAutoscaler app/by-hand: Deployment app/worker is scaled by HorizontalPodAutoscaler app/keda-hpa-worker and HorizontalPodAutoscaler app/by-hand: they undo each other | kubectl --namespace app delete horizontalpodautoscaler by-hand",
    ]);
  });

  test("does not believe a name: an HPA called like KEDA's is a second owner", () => {
    expect(found([SCALED_OBJECT, hpa("name: keda-hpa-worker")], { place })).toHaveLength(1);
  });
});

describe("autoscaler-ownership, in files of others", () => {
  const transferred = SCALED_OBJECT.replace(
    "metadata: { name: worker,",
    'metadata: { annotations: { scaledobject.keda.sh/transfer-hpa-ownership: "true" }, name: worker,',
  ).replace(
    "  minReplicaCount",
    "  advanced: { horizontalPodAutoscalerConfig: { name: old } }\n  minReplicaCount",
  );

  test("accepts an HPA that the ScaledObject takes over by name, and no other", () => {
    expect(found([transferred, hpa("name: old")])).toEqual([]);
    expect(found([transferred, hpa("name: other")])).toHaveLength(1);
    expect(found([SCALED_OBJECT, hpa("name: old")])).toHaveLength(1);
  });

  test("takes an object that two files repeat for one", () => {
    expect(found([SCALED_OBJECT, SCALED_OBJECT])).toEqual([]);
  });

  test("does not judge a target that the files do not have, nor one of a kind nobody lists", () => {
    expect(found([SCALED_OBJECT])).toEqual([]);
    const rollout = hpa("name: web").replace("kind: Deployment", "kind: Rollout");
    expect(found([rollout], { spec: specOf("staging") })).toEqual([]);
  });

  test("in an environment, refuses an autoscaler of nothing", () => {
    expect(found([SCALED_OBJECT], { spec: specOf("staging") })).toEqual([
      "error ScaledObject app/worker: scales Deployment app/worker, which does not exist | name a workload of namespace app in scaleTargetRef, or remove ScaledObject app/worker (app.yaml:1)",
    ]);
  });

  test("warns of replicas beside an autoscaler: an apply by hand resets them only then", () => {
    expect(found([DEPLOYMENT, SCALED_OBJECT])).toEqual([
      "warning Deployment app/worker: fixes replicas at 3 beside ScaledObject app/worker: kubectl apply undoes the scaling each time | leave replicas out of Deployment app/worker (app.yaml:1); ScaledObject app/worker keeps at least 1",
    ]);
  });

  const scaledJob = (key: string, address = "redis.app:6379") => `
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: { name: burst, namespace: app }
spec:
  jobTargetRef: { template: { spec: { containers: [{ name: worker }] } } }
  triggers: [{ type: redis, metadata: { address: "${address}", listName: "${key}" } }]
`;

  test("warns of a ScaledJob on the queue of a ScaledObject's workers", () => {
    expect(found([SCALED_OBJECT, scaledJob("rq:queue:default")])).toEqual([
      "warning ScaledJob app/burst: starts a pod for each job in rq:queue:default, for which ScaledObject app/worker adds workers as well: twice the pods for the same jobs | remove one of the two, or give each a queue of its own",
    ]);
    expect(found([SCALED_OBJECT, scaledJob("rq:queue:heavy")])).toEqual([]);
    expect(found([SCALED_OBJECT, scaledJob("rq:queue:default", "other:6379")])).toEqual([]);
  });
});

describe("autoscaler-ownership, on names of HPAs", () => {
  const named = (name: string, target: string, hpaName?: string) => `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: ${name}, namespace: app }
spec:
  scaleTargetRef: { name: ${target} }
  ${hpaName === undefined ? "" : `advanced: { horizontalPodAutoscalerConfig: { name: ${hpaName} } }`}
  triggers: [{ type: cpu, metadata: { value: "60" } }]
`;

  test("holds a generated name to the 63 characters of a label", () => {
    expect(found([named("a".repeat(54), "worker")])).toEqual([]);
    expect(found([named("a".repeat(55), "worker", "short")])).toEqual([]);
    expect(found([named("a".repeat(55), "worker")])).toEqual([
      `error ScaledObject app/${"a".repeat(55)}: makes HPA keda-hpa-${"a".repeat(55)} of 64 characters: KEDA refuses more than 63 | name the ScaledObject with at most 54 characters`,
    ]);
    expect(found([named("worker", "worker", "b".repeat(64))])).toEqual([
      `error ScaledObject app/worker: makes HPA ${"b".repeat(64)} of 64 characters: KEDA refuses more than 63 | set advanced.horizontalPodAutoscalerConfig.name to at most 63 characters`,
    ]);
  });

  test("refuses one HPA name for two ScaledObjects, a generated one included", () => {
    expect(found([named("one", "web"), named("two", "worker", "keda-hpa-one")])).toEqual([
      "error ScaledObject app/two: makes HPA keda-hpa-one, which ScaledObject app/one makes as well: one of them scales nothing | remove advanced.horizontalPodAutoscalerConfig.name from ScaledObject app/two: KEDA then names its HPA keda-hpa-two",
    ]);
  });

  test("refuses the name of an HPA that scales something else: KEDA would turn it", () => {
    expect(found([named("two", "worker", "web"), hpa("name: web", "web")])).toEqual([
      "error ScaledObject app/two: makes HPA web, which exists and scales Deployment app/web: KEDA turns it to Deployment app/worker | rename HorizontalPodAutoscaler app/web, or set another advanced.horizontalPodAutoscalerConfig.name on ScaledObject app/two",
    ]);
  });
});
