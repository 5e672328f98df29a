import { findingsIn } from "./fixture";

describe("shared-claims", () => {
  test("refuses ReadWriteMany on a class that keeps volumes on one node", () => {
    expect(findingsIn("invalid", "shared-claims")).toEqual([
      {
        rule: "shared-claims",
        severity: "error",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "is shared by Deployment montage-ai/montage-ai-worker (up to 8 pods), but StorageClass montage (rancher.io/local-path) keeps it on one node: pods elsewhere stay Pending",
        fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
      },
    ]);
  });

  test("refuses ReadWriteOnce on a class that could do better", () => {
    expect(findingsIn("invalid", "shared-claims-read-write-once")).toEqual([
      {
        rule: "shared-claims",
        severity: "error",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "is shared by Deployment montage-ai/montage-ai-worker (up to 8 pods), but its access mode is ReadWriteOnce",
        fix: "make a new claim montage-output-rwx with ReadWriteMany and copy the data: the mode of an existing claim cannot change",
      },
    ]);
  });

  test("refuses a volume that is attached to one node at a time", () => {
    expect(findingsIn("invalid", "shared-claims-ebs")).toEqual([
      {
        rule: "shared-claims",
        severity: "error",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "is shared by Deployment montage-ai/montage-ai-worker (up to 8 pods), but StorageClass montage (ebs.csi.aws.com) attaches it to one node at a time",
        fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
      },
    ]);
  });

  test("counts the pods of all workloads that mount a claim", () => {
    expect(findingsIn("invalid", "shared-claims-two-workloads")).toEqual([
      {
        rule: "shared-claims",
        severity: "error",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "is shared by Deployment montage-ai/montage-ai-web (1 pod) and Deployment montage-ai/cgpu-server (1 pod), but StorageClass gp3 (ebs.csi.aws.com) attaches it to one node at a time",
        fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
      },
    ]);
  });

  test("says loudly what the fallback nodeLocalVolumes accepts", () => {
    expect(findingsIn("invalid", "shared-claims-accepted")).toEqual([
      {
        rule: "shared-claims",
        severity: "warning",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "local-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "is shared by Deployment montage-ai/montage-ai-worker (up to 8 pods), but StorageClass montage (rancher.io/local-path) keeps it on one node: pods elsewhere stay Pending",
        fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
        accepted: "fallback nodeLocalVolumes",
      },
    ]);
  });

  test("accepts nothing in production", () => {
    expect(findingsIn("invalid", "shared-claims-production")).toEqual([
      {
        rule: "shared-claims",
        severity: "error",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "is shared by Deployment montage-ai/montage-ai-worker (up to 8 pods), but StorageClass montage (rancher.io/local-path) keeps it on one node: pods elsewhere stay Pending",
        fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
      },
    ]);
  });

  test("warns of a class that no stack declares", () => {
    expect(findingsIn("invalid", "shared-claims-unknown-class")).toEqual([
      {
        rule: "shared-claims",
        severity: "warning",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "is shared by Deployment montage-ai/montage-ai-web (up to 2 pods), but nothing here tells whether StorageClass somebody-elses can do ReadWriteMany",
        fix: "name a StorageClass that one of the stacks declares",
      },
    ]);
  });
});
