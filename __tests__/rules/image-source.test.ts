import { imageSource } from "../../rules/image-source";
import { findingsIn } from "./fixture";
import { foundInCluster, foundInYaml } from "./foreign";

describe("image-source", () => {
  test("refuses the tag latest", () => {
    expect(findingsIn("invalid", "image-source")).toEqual([
      {
        rule: "image-source",
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
    expect(findingsIn("invalid", "image-source-no-tag")).toEqual([
      {
        rule: "image-source",
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
    expect(findingsIn("invalid", "image-source-no-image")).toEqual([
      {
        rule: "image-source",
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
    expect(findingsIn("invalid", "image-source-cluster-dns")).toEqual([
      {
        rule: "image-source",
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
        rule: "image-source",
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
    expect(findingsIn("invalid", "image-source-init-container")).toEqual([
      {
        rule: "image-source",
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
    expect(findingsIn("invalid", "image-source-scaled-job")).toEqual([
      {
        rule: "image-source",
        severity: "error",
        object: "ScaledJob montage-ai/render",
        place: { kind: "terraform", stack: "staging-workload", address: "kubernetes_manifest.job" },
        message: "container app runs montage-ai without a tag, which means latest",
        fix: "add the tag to run",
      },
    ]);
  });

  test("warns of an image that only an apply can tell", () => {
    expect(findingsIn("invalid", "image-source-known-after-apply")).toEqual([
      {
        rule: "image-source",
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

  test("refuses an image whose registry is empty, and one that no runtime can read", () => {
    const place = (id: string) => ({
      kind: "terraform",
      stack: "staging-platform",
      address: `kubernetes_deployment_v1.${id}`,
    });
    expect(findingsIn("invalid", "image-source-empty-registry")).toEqual([
      {
        rule: "image-source",
        severity: "error",
        object: "Deployment registry/worker",
        place: place("worker"),
        message:
          "container app has image /montage-ai:2e9dc03: the registry in front of it is empty, and the kubelet answers InvalidImageName",
        fix: "write the registry out, e.g. 127.0.0.1:30500/montage-ai:2e9dc03",
      },
      {
        rule: "image-source",
        severity: "error",
        object: "Deployment registry/web",
        place: place("web"),
        message:
          "container app has image ghcr.io/Montage/App:1, whose repository has upper-case letters: the kubelet answers InvalidImageName",
        fix: "write ghcr.io/montage/app:1",
      },
    ]);
  });
});

/** A Deployment that runs an image. */
function running(image: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: app }
spec: { template: { spec: { containers: [{ name: app, image: ${JSON.stringify(image)} }] } } }
`;
}

describe("image-source on foreign manifests", () => {
  test("warns of latest and of no tag: they run", () => {
    expect(foundInYaml(imageSource, `${running("app:latest")}---${running("app")}`)).toEqual([
      "warning Deployment default/app: container app runs app:latest: latest is not a version",
      "warning Deployment default/app: container app runs app without a tag, which means latest",
    ]);
  });

  test("refuses an empty registry, an empty tag and cluster DNS names there too", () => {
    const yaml = `${running("/app:1")}---${running("app:")}---${running("registry.kube-system.svc:5000/app:1")}`;
    expect(foundInYaml(imageSource, yaml)).toEqual([
      "error Deployment default/app: container app has image /app:1: the registry in front of it is empty, and the kubelet answers InvalidImageName",
      "error Deployment default/app: container app has image app:: its tag is empty, and the kubelet answers InvalidImageName",
      "error Deployment default/app: container app pulls from registry.kube-system.svc:5000, a name that only pods can resolve, not the node that pulls",
    ]);
  });

  test("warns of a variable that nobody filled in", () => {
    expect(foundInYaml(imageSource, running("${REGISTRY}/app:1"))).toEqual([
      "warning Deployment default/app: container app has image ${REGISTRY}/app:1: applied as it stands, the kubelet answers InvalidImageName",
    ]);
  });

  test.each([
    "<IMAGE_FULL>",
    "IMAGE_PLACEHOLDER",
    "$(IMAGE)",
    "{{ .Values.image }}",
    "",
    "controller:latest",
    "gcr.io/PROJECT_ID/app:1",
    "YourName/app:1",
  ])("lets a placeholder or a patch be: %p", (image) => {
    expect(foundInYaml(imageSource, running(image))).toEqual([]);
  });

  test("takes no placeholder for good in a live cluster", () => {
    expect(foundInCluster(imageSource, running("<IMAGE_FULL>"), undefined)).toEqual([
      "error Deployment default/app: container app has image <IMAGE_FULL>, which is no image reference: the kubelet answers InvalidImageName",
    ]);
  });
});
