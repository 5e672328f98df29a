import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { AUTOSCALER_NAMESPACE, AUTOSCALER_SERVICE_ACCOUNT } from "../../addons/cluster-autoscaler";
import { PodIdentityRole } from "../pod-identity/pod-identity-role";
import { autoscalerOwnershipTag } from "./autoscaler-tags";

export interface EksAutoscalerRoleProps {
  readonly clusterName: string;
  /** ARN of the same cluster. */
  readonly clusterArn: string;
}

/** What cluster-autoscaler reads; none of these actions can be limited to a resource in a useful way. */
const READS = [
  "autoscaling:DescribeAutoScalingGroups",
  "autoscaling:DescribeAutoScalingInstances",
  "autoscaling:DescribeLaunchConfigurations",
  "autoscaling:DescribeScalingActivities",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:GetInstanceTypesFromInstanceRequirements",
  "eks:DescribeNodegroup",
];

/** What it changes. */
const WRITES = [
  "autoscaling:SetDesiredCapacity",
  "autoscaling:TerminateInstanceInAutoScalingGroup",
];

/**
 * cluster-autoscaler's role: reads everywhere, changes only the Auto Scaling
 * groups that this cluster owns by tag.
 * Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export class EksAutoscalerRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { clusterName, clusterArn }: EksAutoscalerRoleProps) {
    super(scope, id);
    const policy = new DataAwsIamPolicyDocument(this, "policy", {
      statement: [
        { sid: "Read", actions: READS, resources: ["*"] },
        {
          sid: "ScaleOwnGroups",
          actions: WRITES,
          resources: ["*"],
          condition: [
            {
              test: "StringEquals",
              variable: `aws:ResourceTag/${autoscalerOwnershipTag(clusterName)}`,
              values: ["owned"],
            },
          ],
        },
      ],
    });
    this.roleArn = new PodIdentityRole(this, "identity", {
      clusterName,
      clusterArn,
      namespace: AUTOSCALER_NAMESPACE,
      serviceAccount: AUTOSCALER_SERVICE_ACCOUNT,
      roleName: `${clusterName}-cluster-autoscaler`,
      policyJson: policy.json,
    }).roleArn;
  }
}
