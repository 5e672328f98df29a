import { findingsIn } from "./fixture";

describe("production-fallbacks", () => {
  test("refuses an emptyDir in place of the cache claim", () => {
    expect(findingsIn("invalid", "production-fallbacks")).toEqual([
      {
        rule: "production-fallbacks",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "mounts an emptyDir (data) at /data/cache in place of claim montage-cache: every pod has a cache of its own",
        fix: "mount claim montage-cache there",
      },
    ]);
  });

  test("refuses a toleration of every taint", () => {
    expect(findingsIn("invalid", "production-fallbacks-broad-tolerations")).toEqual([
      {
        rule: "production-fallbacks",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message: "tolerates every taint: it may land on GPU nodes and on nodes being drained",
        fix: "tolerate the taints of its own node pool by key",
      },
    ]);
  });

  test("refuses claims on a node-local class", () => {
    expect(findingsIn("invalid", "production-fallbacks-node-local")).toEqual([
      {
        rule: "production-fallbacks",
        severity: "error",
        object: "PersistentVolumeClaim montage-ai/montage-cache",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_persistent_volume_claim_v1.cache",
        },
        message:
          "is on StorageClass local (kubernetes.io/no-provisioner): its data is lost with the node",
        fix: "use the class of the environment's storage",
      },
    ]);
  });

  test("refuses requests below the shared ones", () => {
    expect(findingsIn("invalid", "production-fallbacks-reduced-requests")).toEqual([
      {
        rule: "production-fallbacks",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message: "requests 500m CPU, less than the shared 1",
        fix: "request 1, as the data of the application says",
      },
      {
        rule: "production-fallbacks",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-web",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_deployment_v1.web",
        },
        message: "requests no CPU, less than the shared 250m",
        fix: "request 250m, as the data of the application says",
      },
      {
        rule: "production-fallbacks",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-web",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_deployment_v1.web",
        },
        message: "requests no memory, less than the shared 512Mi",
        fix: "request 512Mi, as the data of the application says",
      },
    ]);
  });
});
