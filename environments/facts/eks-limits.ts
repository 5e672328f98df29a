/** What AWS accepts of a managed node group and of its Auto Scaling group. */
export const EKS_LIMITS = {
  /** Tags of one resource, and characters of a tag's key. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
  tags: 50,
  tagKeyLength: 128,
  /**
   * Tags that EKS itself puts on the Auto Scaling group beside those of ours:
   * eks:cluster-name, eks:nodegroup-name, kubernetes.io/cluster/<name>.
   * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
   */
  ownGroupTags: 3,
  /** https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html */
  taintKeyLength: 63,
  /** Prefixes of labels and taints that CreateNodegroup refuses. https://github.com/aws/containers-roadmap/issues/1451 */
  reservedKeys: /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//,
  /** 63 characters for the name, of which Terraform's generated ending takes 26 and its hyphen one. */
  groupNameLength: 36,
} as const;
