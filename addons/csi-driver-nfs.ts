import { controllerReplicas } from "./kit/availability";
import type { StorageDriver } from "./kit/addon";

/** Requests of each container, by the chart's values. */
const BY_DEFAULT = { requests: { cpu: "10m", memory: "20Mi" } } as const;

/** csi-driver-nfs: claims as directories of an NFS export. */
export const csiDriverNfs: StorageDriver<"csi-driver-nfs", "nfs"> = {
  kind: "storage-driver",
  name: "csi-driver-nfs",
  storage: "nfs",
  summary: "claims as directories of an NFS export",
  namespace: "system",
  support: [
    {
      series: "4.13",
      tested: { from: "1.21" },
      source:
        "https://github.com/kubernetes-csi/csi-driver-nfs#container-images--kubernetes-compatibility",
    },
  ],
  evidence: [
    {
      version: "4.13.4",
      how: "seen",
      what: "rendered",
      day: "2026-11-29",
      source: "https://github.com/kubernetes-csi/csi-driver-nfs/tree/v4.13.4/charts/v4.13.4",
    },
  ],
  // https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/charts/v4.13.4/csi-driver-nfs/values.yaml
  pods: [
    {
      name: "csi-nfs-controller",
      kind: "Deployment",
      replicas: "controller.replicas",
      containers: [
        { resources: "controller.resources.csiProvisioner", ...BY_DEFAULT },
        { resources: "controller.resources.csiResizer", ...BY_DEFAULT },
        {
          resources: "controller.resources.csiSnapshotter",
          ...BY_DEFAULT,
          unlessOff: "controller.enableSnapshotter",
        },
        { resources: "controller.resources.livenessProbe", ...BY_DEFAULT },
        { resources: "controller.resources.nfs", ...BY_DEFAULT },
      ],
      placement: "controller",
      tolerations: [
        {
          key: "node-role.kubernetes.io/control-plane",
          operator: "Exists",
          effect: "NoSchedule",
        },
        { key: "CriticalAddonsOnly", operator: "Exists" },
      ],
    },
    {
      name: "csi-nfs-node",
      kind: "DaemonSet",
      containers: [
        { resources: "node.resources.livenessProbe", ...BY_DEFAULT },
        { resources: "node.resources.nodeDriverRegistrar", ...BY_DEFAULT },
        { resources: "node.resources.nfs", ...BY_DEFAULT },
      ],
      placement: "node",
      tolerations: [{ operator: "Exists" }],
    },
  ],
  keeps: [
    {
      path: "controller.defaultOnDeletePolicy",
      because: "could delete the files of a claim with the claim",
    },
    { path: "driver", because: "would not be the driver that the StorageClass names" },
  ],
  values: (input) => ({
    controller: {
      // A mount needs neither of two.
      replicas: controllerReplicas(input),
      // Snapshots need CRDs that nothing here brings; the sidecar would log their absence for ever.
      enableSnapshotter: false,
      // Also for classes that others make: the driver's own default deletes the directory.
      defaultOnDeletePolicy: "retain",
    },
  }),
};
