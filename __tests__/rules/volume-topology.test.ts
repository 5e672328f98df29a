import { findingsIn } from "./fixture";

describe("volume-topology", () => {
  test("refuses ReadWriteMany on a class whose provisioner does not make such volumes", () => {
    expect(findingsIn("invalid", "volume-topology")).toEqual([
      {
        rule: "volume-topology",
        severity: "error",
        object: "PersistentVolumeClaim montage-ai/montage-output",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_persistent_volume_claim_v1.output",
        },
        message:
          "asks for ReadWriteMany, which StorageClass montage (rancher.io/local-path) refuses: the claim stays Pending, and with it every pod that mounts it",
        fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
      },
    ]);
  });

  test("refuses ReadWriteOnce on a class that could do better", () => {
    expect(findingsIn("invalid", "volume-topology-read-write-once")).toEqual([
      {
        rule: "volume-topology",
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
    expect(findingsIn("invalid", "volume-topology-ebs")).toEqual([
      {
        rule: "volume-topology",
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
    expect(findingsIn("invalid", "volume-topology-two-workloads")).toEqual([
      {
        rule: "volume-topology",
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
    expect(findingsIn("invalid", "volume-topology-accepted")).toEqual([
      {
        rule: "volume-topology",
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
    expect(findingsIn("invalid", "volume-topology-production")).toEqual([
      {
        rule: "volume-topology",
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
    expect(findingsIn("invalid", "volume-topology-unknown-class")).toEqual([
      {
        rule: "volume-topology",
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

  test.each([
    {
      it: "refuses it too where no workload mounts the claim yet",
      stem: "refused-without-users",
      severity: "error",
      object: "PersistentVolumeClaim montage-ai/data",
      message:
        "asks for ReadWriteMany, which StorageClass local-path (rancher.io/local-path) refuses: the claim stays Pending, and with it every pod that mounts it",
      fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
    },
    {
      it: "refuses ReadWriteOncePod for several pods",
      stem: "one-pod-only",
      severity: "error",
      object: "PersistentVolumeClaim montage-ai/data",
      message:
        "is shared by Deployment montage-ai/web (up to 3 pods), but its access mode is ReadWriteOncePod: one pod runs, the others stay Pending",
      fix: "make a new claim data-rwx with ReadWriteMany and copy the data: the mode of an existing claim cannot change",
    },
    {
      it: "refuses a claim of another class than its volume",
      stem: "other-class",
      severity: "error",
      object: "PersistentVolumeClaim montage-ai/data",
      message:
        'is of class "nfs" and PersistentVolume data of class "nfs-slow": the two never bind',
      fix: 'storageClassName: "nfs-slow"',
    },
    {
      it: "refuses a claim of a mode that its volume does not offer",
      stem: "other-mode",
      severity: "error",
      object: "PersistentVolumeClaim montage-ai/data",
      message:
        "asks for ReadWriteMany, and PersistentVolume data offers ReadWriteOnce: the two never bind",
      fix: "accessModes: [ReadWriteMany] on PersistentVolume data, if its storage can do that",
    },
    {
      it: "warns of a claim that leaves the class to the cluster while its volume has none",
      stem: "volume-without-class",
      severity: "warning",
      object: "PersistentVolumeClaim montage-ai/data",
      message:
        "is meant for PersistentVolume data, which has no class, and names none itself: a cluster with a default class writes that in, and the two never bind",
      fix: 'storageClassName: ""',
    },
    {
      it: "warns of a zonal volume that is made before its pod is scheduled",
      stem: "bound-too-early",
      severity: "warning",
      object: "PersistentVolumeClaim montage-ai/data",
      message:
        "is on StorageClass gp3, which binds before the pod is scheduled: the volume's zone may have no node that the pod can run on",
      fix: "volumeBindingMode: WaitForFirstConsumer on StorageClass gp3",
    },
    {
      it: "warns of a rolling update over an EBS volume",
      stem: "multi-attach",
      severity: "warning",
      object: "Deployment montage-ai/web",
      message:
        "rolls out a second pod while the first one has claim data (ReadWriteOnce): on another node it waits for the volume (Multi-Attach error), and the rollout hangs",
      fix: "strategy: { type: Recreate }",
    },
    {
      it: "warns of scaled pods that keep cluster-autoscaler from removing their node",
      stem: "holds-its-node",
      severity: "warning",
      object: "Deployment montage-ai/web",
      message:
        "has scratch on its node's disk: cluster-autoscaler never removes a node that it runs on",
      fix: 'template.metadata.annotations: { cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes: "scratch" }, or cluster-autoscaler.kubernetes.io/safe-to-evict: "false" if it shall hold the node',
    },
    {
      it: "warns of replicas that see other files on every node",
      stem: "host-path",
      severity: "warning",
      object: "Deployment montage-ai/web",
      message: "has hostPath /srv/media and up to 2 pods: on every node they see other files",
      fix: "mount a claim of a class that can do ReadWriteMany, or pin the pods: nodeSelector: { kubernetes.io/hostname: <node> }",
    },
  ])("$it", ({ stem, severity, object, message, fix }) => {
    expect(findingsIn("invalid", `volume-topology-${stem}`)).toEqual([
      { rule: "volume-topology", severity, object, place: expect.anything(), message, fix },
    ]);
  });
});
