import { findingsIn } from "./fixture";

describe("image-pull-secret", () => {
  test("refuses a private image without any pull secret", () => {
    expect(findingsIn("invalid", "image-pull-secret")).toEqual([
      {
        rule: "image-pull-secret",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "pulls ghcr.io/mfahsold/montage-ai:2e9dc03 without credentials: the registry answers 401",
        fix: "name a pull secret on ServiceAccount montage-ai/default or on the pod",
      },
    ]);
  });

  test("refuses a pull secret that is provided in another namespace only", () => {
    expect(findingsIn("invalid", "image-pull-secret-other-namespace")).toEqual([
      {
        rule: "image-pull-secret",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "pulls ghcr.io/mfahsold/montage-ai:2e9dc03 with secret ghcr-pull, which nothing provides in namespace montage-ai",
        fix: "add an ExternalSecret of type kubernetes.io/dockerconfigjson with that target in namespace montage-ai",
      },
    ]);
  });

  test("refuses a pull secret that is not a dockerconfigjson", () => {
    expect(findingsIn("invalid", "image-pull-secret-wrong-type")).toEqual([
      {
        rule: "image-pull-secret",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "pulls ghcr.io/mfahsold/montage-ai:2e9dc03 with secret ghcr-pull, which nothing provides in namespace montage-ai",
        fix: "add an ExternalSecret of type kubernetes.io/dockerconfigjson with that target in namespace montage-ai",
      },
    ]);
  });
});
