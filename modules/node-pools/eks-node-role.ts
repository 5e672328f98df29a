import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { awsManagedPolicyArn } from "../../environments/facts/aws-partitions";

export interface EksNodeRoleProps {
  /** EKS cluster that the nodes join. */
  readonly clusterName: string;
  /** Region of the cluster: it decides the partition of the policies' ARNs. */
  readonly region: string;
}

/**
 * Managed policies of a node: join, pod networking, pull images, and Session
 * Manager instead of SSH keys. WorkerNodePolicy also lets the Pod Identity
 * agent ask for credentials.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

/**
 * The one IAM role that the nodes of all pools have. Its trust has no aws:SourceAccount or
 * aws:SourceArn: EC2's documentation names no value of them for instance profiles, and a
 * role is passed within its own account only (iam:PassRole).
 */
export class EksNodeRole extends Construct {
  readonly arn: string;
  /** Node groups come after them and go before them, or nodes can neither join nor leave. */
  readonly policies: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: EksNodeRoleProps) {
    super(scope, id);
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
        },
      ],
    });
    const role = new IamRole(this, "role", {
      name: `${props.clusterName}-nodes`,
      assumeRolePolicy: trust.json,
    });
    this.arn = role.arn;
    this.policies = NODE_POLICIES.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy, {
          role: role.name,
          policyArn: awsManagedPolicyArn(props.region, policy),
        }),
    );
  }
}
