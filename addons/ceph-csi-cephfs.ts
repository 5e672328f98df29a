import { controllerReplicas } from "./kit/availability";
import type { StorageDriver } from "./kit/addon";

/** ceph-csi: claims as subvolumes of a Ceph cluster's file system. */
export const cephCsiCephfs: StorageDriver<"ceph-csi-cephfs", "cephfs"> = {
  kind: "storage-driver",
  name: "ceph-csi-cephfs",
  storage: "cephfs",
  summary: "claims as subvolumes of CephFS",
  namespace: "system",
  support: [
    // The chart has no kubeVersion, and which Kubernetes the release was tested on was not found.
    {
      series: "3.17",
      source: "https://github.com/ceph/ceph-csi/tree/v3.17.1#known-to-work-co-platforms",
    },
  ],
  supported: {
    minors: 2,
    source: "https://github.com/ceph/ceph-csi#known-to-work-co-platforms",
  },
  evidence: [
    {
      version: "3.17.1",
      how: "seen",
      what: "rendered, applied on Kubernetes 1.35.4 without a Ceph cluster: the driver's pods and its class are there, a claim waits for it; nothing was mounted",
      day: "2026-11-29",
      source:
        "https://github.com/ceph/csi-charts/blob/master/docs/cephfs/ceph-csi-cephfs-3.17.1.tgz",
    },
  ],
  // https://github.com/ceph/ceph-csi/blob/devel/charts/ceph-csi-cephfs/values.yaml
  pods: [
    {
      name: "ceph-csi-cephfs-provisioner",
      kind: "Deployment",
      replicas: "provisioner.replicaCount",
      unsetReplicas: 3,
      containers: [
        { resources: "nodeplugin.plugin.resources" },
        { resources: "provisioner.provisioner.resources" },
        { resources: "provisioner.resizer.resources" },
        { resources: "provisioner.snapshotter.resources" },
        {
          resources: "provisioner.attacher.resources",
          unlessOff: "provisioner.attacher.enabled",
        },
        { resources: "nodeplugin.plugin.resources", unlessOff: "provisioner.deployController" },
        {
          resources: "nodeplugin.plugin.resources",
          unlessOff: "provisioner.httpMetrics.enabled",
        },
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
        {
          resources: "nodeplugin.plugin.resources",
          unlessOff: "nodeplugin.httpMetrics.enabled",
        },
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
