/** What volumes of a provisioner can do. */
export interface Provisioner {
  /** Mounted read-write by pods on several nodes at once. */
  readonly readWriteMany: boolean;
  /** The data lies on one node; the pods follow it there. */
  readonly nodeBound: boolean;
}

const shared: Provisioner = { readWriteMany: true, nodeBound: false };
const oneNodeAtATime: Provisioner = { readWriteMany: false, nodeBound: false };
const onOneNode: Provisioner = { readWriteMany: false, nodeBound: true };

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
  "ebs.csi.aws.com": oneNodeAtATime,
  "kubernetes.io/aws-ebs": oneNodeAtATime,
  // EKS Auto Mode's EBS driver: https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
  "ebs.csi.eks.amazonaws.com": oneNodeAtATime,
  // As k3s, k3d and kind ship it, without sharedFileSystemPath:
  // https://github.com/rancher/local-path-provisioner#definition
  "rancher.io/local-path": onOneNode,
  // https://minikube.sigs.k8s.io/docs/handbook/persistent_volumes
  "k8s.io/minikube-hostpath": onOneNode,
  "docker.io/hostpath": onOneNode,
  // https://kubernetes.io/docs/concepts/storage/storage-classes/#local
  "kubernetes.io/no-provisioner": onOneNode,
};
