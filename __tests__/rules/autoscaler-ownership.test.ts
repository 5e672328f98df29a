import { findingsIn } from "./fixture";

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
          "Deployment montage-ai/montage-ai-worker is scaled by HorizontalPodAutoscaler montage-ai/worker and ScaledObject montage-ai/worker: they undo each other",
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
