/** What volumes of a provisioner can do. */
export interface Provisioner {
  /** Mounted read-write by pods on several nodes at once. */
  readonly readWriteMany: boolean;
  /** The data lies on one node; the pods follow it there. */
  readonly nodeBound: boolean;
  /** Does not provision a claim that asks for ReadWriteMany: it stays Pending. */
  readonly refuses: boolean;
}

const shared: Provisioner = { readWriteMany: true, nodeBound: false, refuses: false };
const attached: Provisioner = { readWriteMany: false, nodeBound: false, refuses: true };
const onOneNode: Provisioner = { readWriteMany: false, nodeBound: true, refuses: false };

/** Provisioners by the name that a StorageClass gives, each with where its access modes are documented. */
export const PROVISIONERS: Readonly<Record<string, Provisioner>> = {
  // https://github.com/kubernetes-sigs/aws-efs-csi-driver#features
  "efs.csi.aws.com": shared,
  // https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/deploy/example/README.md
  "nfs.csi.k8s.io": shared,
  // https://github.com/ceph/ceph-csi#ceph-csi-features-and-available-versions
  "cephfs.csi.ceph.com": shared,
  // The same driver as Rook names it: <operator namespace>.cephfs.csi.ceph.com
  "rook-ceph.cephfs.csi.ceph.com": shared,
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md; ReadWriteMany only as raw block of io2
  "ebs.csi.aws.com": attached,
  "kubernetes.io/aws-ebs": attached,
  // EKS Auto Mode's EBS driver: https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
  "ebs.csi.eks.amazonaws.com": attached,
  // https://github.com/kubernetes-sigs/nfs-subdir-external-provisioner#readme
  "k8s-sigs.io/nfs-subdir-external-provisioner": shared,
  // https://longhorn.io/docs/latest/nodes-and-volumes/volumes/rwx-volumes/
  "driver.longhorn.io": shared,
  // As k3s, k3d and kind ship it, without sharedFileSystemPath:
  // https://github.com/rancher/local-path-provisioner#definition
  "rancher.io/local-path": { ...onOneNode, refuses: true },
  // The controller manager's own, for tests: its hostPath plugin knows ReadWriteOnce only
  // https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/volume/hostpath/host_path.go
  "kubernetes.io/host-path": { ...onOneNode, refuses: true },
  // Provision whatever mode is asked for; https://minikube.sigs.k8s.io/docs/handbook/persistent_volumes
  "k8s.io/minikube-hostpath": onOneNode,
  "docker.io/hostpath": onOneNode,
  // https://kubernetes.io/docs/concepts/storage/storage-classes/#local
  "kubernetes.io/no-provisioner": onOneNode,
};

/** Classes that a distribution or a driver's guide names so that their provisioner is sure; `standard` is not one of them. */
export const CLASS_PROVISIONERS: Readonly<Record<string, string>> = {
  // https://docs.k3s.io/storage#setting-up-the-local-storage-provider
  "local-path": "rancher.io/local-path",
  // https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html
  gp2: "ebs.csi.aws.com",
  gp3: "ebs.csi.aws.com",
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/tree/master/examples/kubernetes
  "ebs-sc": "ebs.csi.aws.com",
  // https://github.com/kubernetes-sigs/aws-efs-csi-driver/tree/master/examples/kubernetes
  "efs-sc": "efs.csi.aws.com",
  // https://github.com/kubernetes-sigs/nfs-subdir-external-provisioner/tree/master/deploy
  "nfs-client": "k8s-sigs.io/nfs-subdir-external-provisioner",
  // https://longhorn.io/docs/latest/references/storage-class-parameters/
  longhorn: "driver.longhorn.io",
};

/** What a PersistentVolume's source can do; `csi` is its driver's to say. */
export const VOLUME_SOURCES: Readonly<Record<string, Provisioner>> = {
  // https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
  nfs: shared,
  cephfs: shared,
  glusterfs: shared,
  azureFile: shared,
  local: onOneNode,
  hostPath: onOneNode,
  awsElasticBlockStore: attached,
  gcePersistentDisk: attached,
  azureDisk: attached,
  rbd: attached,
  iscsi: attached,
  fc: attached,
};
