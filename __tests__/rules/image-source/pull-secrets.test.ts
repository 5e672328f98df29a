import { imageSource } from "../../../rules/image-source";
import { findingsIn } from "../fixture";
import { specOf } from "../../support/synth";
import { foundInCluster, foundInYaml } from "../foreign";

describe("pull secrets", () => {
  test("refuses a private image without any pull secret", () => {
    expect(findingsIn("invalid", "image-source-no-pull-secret")).toEqual([
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
          "pulls ghcr.io/mfahsold/montage-ai:2e9dc03 without credentials: the registry answers 401",
        fix: "name a pull secret on ServiceAccount montage-ai/default or on the pod",
      },
    ]);
  });

  test("refuses a pull secret that is provided in another namespace only", () => {
    expect(findingsIn("invalid", "image-source-pull-secret-other-namespace")).toEqual([
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
          "pulls ghcr.io/mfahsold/montage-ai:2e9dc03 with secret ghcr-pull, which nothing provides in namespace montage-ai",
        fix: "add an ExternalSecret of type kubernetes.io/dockerconfigjson with that target in namespace montage-ai",
      },
    ]);
  });

  test("refuses a pull secret that is not a dockerconfigjson", () => {
    expect(findingsIn("invalid", "image-source-pull-secret-wrong-type")).toEqual([
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
          "pulls ghcr.io/mfahsold/montage-ai:2e9dc03 with secret ghcr-pull, which nothing provides in namespace montage-ai",
        fix: "add an ExternalSecret of type kubernetes.io/dockerconfigjson with that target in namespace montage-ai",
      },
    ]);
  });
});

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: app, namespace: apps }
spec:
  serviceAccountName: app
  containers: [{ name: app, image: "ghcr.io/somebody/app:1" }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: apps }
imagePullSecrets: [{ name: pull }]
`;

function secret(namespace: string, type: string): string {
  return `
---
apiVersion: v1
kind: Secret
metadata: { name: pull, namespace: ${namespace} }
type: ${type}
`;
}

test("only the images of the environment's owner are private: KEDA's are not", () => {
  const keda = POD.replace("somebody/app", "kedacore/keda");
  const own = POD.replace("somebody/app", "mfahsold/montage-ai");
  expect(foundInCluster(imageSource, keda, specOf("staging"))).toEqual([]);
  expect(foundInCluster(imageSource, keda, specOf("local"))).toEqual([]);
  expect(foundInCluster(imageSource, own, specOf("staging"))).toEqual([
    "error Pod apps/app: pulls ghcr.io/mfahsold/montage-ai:1 with secret pull, which nothing provides in namespace apps",
  ]);
});

describe("pull secrets in foreign manifests", () => {
  test("warns of a secret that is in another namespace only", () => {
    expect(foundInYaml(imageSource, POD + secret("ci", "kubernetes.io/dockerconfigjson"))).toEqual([
      "warning Pod apps/app: names pull secret pull, which is in namespace ci and not in apps: the kubelet ignores it without an error",
    ]);
  });

  test("warns of a secret of a type that the kubelet ignores", () => {
    expect(foundInYaml(imageSource, POD + secret("apps", "Opaque"))).toEqual([
      "warning Pod apps/app: names pull secret pull, which is of type Opaque and not kubernetes.io/dockerconfigjson: the kubelet ignores it without an error",
    ]);
  });

  test.each([
    ["is not among them: the cluster may have it", ""],
    ["names no namespace: kustomize may set it", secret("default", "Opaque")],
    ["is of the old type", secret("apps", "kubernetes.io/dockercfg")],
  ])("says nothing where the secret %s", (_, provided) => {
    expect(foundInYaml(imageSource, POD + provided)).toEqual([]);
  });

  test("says nothing of an image without any secret: the registry may be public", () => {
    expect(foundInYaml(imageSource, POD.replace("imagePullSecrets", "labels"))).toEqual([]);
  });
});
