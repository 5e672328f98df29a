import { controllerReplicas } from "./kit/availability";
import type { StorageDriver } from "./kit/addon";

/** ceph-csi: claims as subvolumes of a Ceph cluster's file system. */
export const cephCsiCephfs: StorageDriver<"ceph-csi-cephfs", "cephfs"> = {
  kind: "storage-driver",
  name: "ceph-csi-cephfs",
  storage: "cephfs",
  summary: "claims as subvolumes of CephFS",
  namespace: "system",
  support: {
    series: "3.12",
    tested: { from: "1.29", to: "1.31" },
    source: "https://github.com/ceph/ceph-csi/tree/v3.12.2#known-to-work-co-platforms",
  },
  // https://github.com/ceph/ceph-csi/blob/devel/charts/ceph-csi-cephfs/values.yaml
  pods: [
    {
      name: "ceph-csi-cephfs-provisioner",
      kind: "Deployment",
      replicas: "provisioner.replicaCount",
      unsetReplicas: 3,
      containers: [
        { resources: "provisioner.provisioner.resources" },
        { resources: "provisioner.resizer.resources" },
        { resources: "provisioner.snapshotter.resources" },
      ],
      placement: "provisioner",
      apart: true,
    },
    {
      name: "ceph-csi-cephfs-nodeplugin",
      kind: "DaemonSet",
      containers: [
        { resources: "nodeplugin.registrar.resources" },
        { resources: "nodeplugin.plugin.resources" },
      ],
      placement: "nodeplugin",
    },
  ],
  keeps: [
    { path: "csiConfig", because: "would not reach the Ceph cluster that the storage names" },
    { path: "driverName", because: "would not be the driver that the StorageClass names" },
  ],
  values: (input) => ({
    csiConfig: input.cephClusters.map(({ id, monitors }) => ({ clusterID: id, monitors })),
    // The chart's three replicas refuse to share a node: on two nodes the release never gets ready.
    provisioner: { replicaCount: controllerReplicas(input) },
  }),
};
