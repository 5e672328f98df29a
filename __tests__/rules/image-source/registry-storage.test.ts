import { findingsIn } from "../fixture";

describe("registry storage", () => {
  test.each([
    ["without a volume", "registry-without-volume", "the container", "data"],
    ["on an emptyDir", "registry-on-empty-dir", "emptyDir data", "data"],
  ])("refuses a registry %s", (_, stem, where, volume) => {
    expect(findingsIn("invalid", `image-source-${stem}`)).toEqual([
      {
        rule: "image-source",
        severity: "error",
        object: "Deployment registry/registry",
        place: {
          kind: "terraform",
          stack: "staging-platform",
          address: "kubernetes_deployment_v1.registry",
        },
        message: `container app is a registry that keeps its images in ${where} (/var/lib/registry): all are gone with the pod, and no node can pull any more`,
        fix: `mount a claim: volumes: [{ name: ${volume}, persistentVolumeClaim: { claimName: registry-data } }] at /var/lib/registry`,
      },
    ]);
  });
});
