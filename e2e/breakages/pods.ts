import {
  BROKEN,
  type Breakage,
  claimOf,
  deploymentOf,
  namespaceOf,
  podOf,
  REFUSING,
  RESTRICTED,
} from "./breakage";

const GPU_NODE = "doctor-gpu";
const CLASS = "doctor-nfs";

const mounting = (claimName: string) => ({
  volumes: [{ name: "data", persistentVolumeClaim: { claimName } }],
});

/** Pods that stay Pending, and pods that are not even made. */
export const podBreakages = (node: string): readonly Breakage[] => [
  {
    objects: [deploymentOf("big", {}, { resources: { requests: { cpu: "100" } } })],
    id: "pod-no-room",
    object: `Pod ${BROKEN}/big-`,
    cause: /cpu is short of \d+m .*even an empty node has only .*no pool accepts it/,
  },
  {
    objects: [deploymentOf("picky", { nodeSelector: { disk: "ssd" } })],
    id: "pod-node-selector",
    object: `Pod ${BROKEN}/picky-`,
    cause: /disk=ssd: the node has no such label/,
  },
  {
    objects: [
      {
        apiVersion: "v1",
        kind: "Node",
        metadata: { name: GPU_NODE, labels: { "kubernetes.io/hostname": GPU_NODE, only: "gpu" } },
        spec: { taints: [{ key: "gpu", value: "amd-rocm", effect: "NoSchedule" }] },
        status: {
          capacity: { cpu: "8", memory: "16Gi", pods: "10" },
          allocatable: { cpu: "8", memory: "16Gi", pods: "10" },
        },
      },
      deploymentOf("intolerant", { nodeSelector: { only: "gpu" } }),
    ],
    id: "pod-taint",
    object: `Pod ${BROKEN}/intolerant-`,
    cause: /taint gpu=amd-rocm:NoSchedule is not tolerated/,
  },
  {
    objects: [
      podOf("port-first", { nodeSelector: { "kubernetes.io/hostname": node } }, port(18_080)),
      podOf("port-second", { nodeSelector: { "kubernetes.io/hostname": node } }, port(18_080)),
    ],
    id: "pod-host-port",
    object: `Pod ${BROKEN}/port-`,
    cause: /wants port 18080 of its node/,
  },
  {
    objects: [podOf("no-claim", mounting("nowhere"))],
    id: "pod-claim-missing",
    object: `Pod ${BROKEN}/no-claim`,
    cause: /mounts claim nowhere/,
  },
  {
    objects: [claimOf("no-class", "gone"), podOf("class-gone", mounting("no-class"))],
    id: "claim-class-missing",
    object: `PersistentVolumeClaim ${BROKEN}/no-class`,
    cause: /StorageClass gone, which is not there .*; keeps class-gone Pending/,
  },
  {
    objects: [
      {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: CLASS },
        provisioner: "nfs.csi.k8s.io",
      },
      claimOf("no-driver", CLASS),
    ],
    id: "claim-not-provisioned",
    object: `PersistentVolumeClaim ${BROKEN}/no-driver`,
    cause: /nfs\.csi\.k8s\.io, and no such CSI driver is installed/,
  },
  {
    objects: [podOf("ignored", { schedulerName: "nobody" })],
    id: "pod-not-scheduled",
    object: `Pod ${BROKEN}/ignored`,
    cause: /nobody is not at work/,
  },
  {
    objects: [
      namespaceOf(REFUSING),
      {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "small", namespace: REFUSING },
        spec: { hard: { "requests.cpu": "1" } },
      },
      deploymentOf("greedy", {}, { resources: { requests: { cpu: "2" } } }, REFUSING),
    ],
    id: "pods-refused-quota",
    object: `Deployment ${REFUSING}/greedy`,
    cause: /requests\.cpu: \S+ of 1 used, the pod asks for 2/,
  },
  {
    objects: [
      {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: "narrow", namespace: REFUSING },
        spec: {
          limits: [{ type: "Container", max: { memory: "1Gi" }, defaultRequest: { cpu: "100m" } }],
        },
      },
      deploymentOf("fat", {}, { resources: { limits: { memory: "2Gi" } } }, REFUSING),
    ],
    id: "pods-refused-limits",
    object: `Deployment ${REFUSING}/fat`,
    cause: /does not allow what they ask for/,
  },
  {
    objects: [
      namespaceOf(RESTRICTED, { "pod-security.kubernetes.io/enforce": "restricted" }),
      deploymentOf("rooted", {}, {}, RESTRICTED),
    ],
    id: "pods-refused-security",
    object: `Deployment ${RESTRICTED}/rooted`,
    cause: /Pod Security Standard/,
  },
  {
    objects: [deploymentOf("nameless", { serviceAccountName: "nobody" })],
    id: "pods-refused",
    object: `Deployment ${BROKEN}/nameless`,
    cause: /service account nobody is not in namespace/,
  },
];

function port(hostPort: number) {
  return { ports: [{ containerPort: 80, hostPort }] };
}
