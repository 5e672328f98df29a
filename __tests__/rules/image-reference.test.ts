import { findingsIn } from "./fixture";

describe("image-reference", () => {
  test("refuses the tag latest", () => {
    expect(findingsIn("invalid", "image-reference")).toEqual([
      {
        rule: "image-reference",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message: "container app runs 127.0.0.1:30500/montage-ai:latest: latest is not a version",
        fix: "name the version to run",
      },
    ]);
  });

  test("refuses an image without tag and digest", () => {
    expect(findingsIn("invalid", "image-reference-no-tag")).toEqual([
      {
        rule: "image-reference",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message: "container app runs 127.0.0.1:30500/montage-ai without a tag, which means latest",
        fix: "add the tag to run",
      },
    ]);
  });

  test("refuses a container without image", () => {
    expect(findingsIn("invalid", "image-reference-no-image")).toEqual([
      {
        rule: "image-reference",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message: "container app has no image",
        fix: "name one, with its tag",
      },
    ]);
  });

  test("refuses registries that only pods can resolve", () => {
    expect(findingsIn("invalid", "image-reference-cluster-dns")).toEqual([
      {
        rule: "image-reference",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "container app pulls from registry.registry.svc:5000, a name that only pods can resolve, not the node that pulls",
        fix: "use the registry's NodePort (127.0.0.1:<nodePort>) or a name of the network's own DNS",
      },
      {
        rule: "image-reference",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-web",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.web",
        },
        message:
          "container app pulls from registry.registry.svc.cluster.local:5000, a name that only pods can resolve, not the node that pulls",
        fix: "use the registry's NodePort (127.0.0.1:<nodePort>) or a name of the network's own DNS",
      },
    ]);
  });

  test("looks at init containers", () => {
    expect(findingsIn("invalid", "image-reference-init-container")).toEqual([
      {
        rule: "image-reference",
        severity: "error",
        object: "Job montage-ai/migrate",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_job_v1.migrate",
        },
        message: "init container wait runs busybox:latest: latest is not a version",
        fix: "name the version to run",
      },
    ]);
  });

  test("looks at the jobs of a ScaledJob", () => {
    expect(findingsIn("invalid", "image-reference-scaled-job")).toEqual([
      {
        rule: "image-reference",
        severity: "error",
        object: "ScaledJob montage-ai/render",
        place: { kind: "terraform", stack: "staging-workload", address: "kubernetes_manifest.job" },
        message: "container app runs montage-ai without a tag, which means latest",
        fix: "add the tag to run",
      },
    ]);
  });

  test("warns of an image that only an apply can tell", () => {
    expect(findingsIn("invalid", "image-reference-known-after-apply")).toEqual([
      {
        rule: "image-reference",
        severity: "warning",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "container app has image ${aws_ecr_repository.app.repository_url}:2e9dc03, which is known only after the apply",
        fix: "build the reference from the environment's data",
      },
    ]);
  });
});
