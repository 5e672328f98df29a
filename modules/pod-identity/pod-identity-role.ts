import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";

export interface PodIdentityRoleProps {
  /** EKS cluster whose pods may take the role. */
  readonly clusterName: string;
  /** ARN of the same cluster. */
  readonly clusterArn: string;
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Service account that gets the role; it may be made later than the association. */
  readonly serviceAccount: string;
  /** Name of the IAM role, at most 64 characters. */
  readonly roleName: string;
  /**
   * Managed policies to attach, by ARN.
   *
   * @default none
   */
  readonly policyArns?: readonly string[];
  /**
   * Inline policy document, JSON.
   *
   * @default none
   */
  readonly policyJson?: string;
}

/** IAM's limit: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_ROLE_NAME = 64;

/**
 * An IAM role that one service account of one EKS cluster gets through Pod
 * Identity. The cluster needs the agent: `PodIdentityAgent`, or its own.
 *
 * @throws Error when the role name is longer than IAM allows
 */
export class PodIdentityRole extends Construct {
  /** ARN of the role; known only after the association, so that using it means being able to use it. */
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: PodIdentityRoleProps) {
    super(scope, id);
    if (props.roleName.length > LONGEST_ROLE_NAME) {
      throw new Error(
        `roleName "${props.roleName}" has ${props.roleName.length} characters, IAM allows ${LONGEST_ROLE_NAME}`,
      );
    }
    const role = new IamRole(this, "role", {
      name: props.roleName,
      assumeRolePolicy: this.trust(props).json,
    });
    for (const [index, policyArn] of (props.policyArns ?? []).entries()) {
      new IamRolePolicyAttachment(this, `policy-${index}`, { role: role.name, policyArn });
    }
    if (props.policyJson !== undefined) {
      new IamRolePolicy(this, "policy", {
        name: props.serviceAccount,
        role: role.name,
        policy: props.policyJson,
      });
    }
    const association = new EksPodIdentityAssociation(this, "association", {
      clusterName: props.clusterName,
      namespace: props.namespace,
      serviceAccount: props.serviceAccount,
      roleArn: role.arn,
    });
    this.roleArn = association.roleArn;
  }

  /**
   * The agent tags its sessions, hence TagSession. By these tags one service account of
   * one cluster, and so of one account and region, may take the role. Not by aws:SourceArn
   * or aws:SourceAccount, which AWS documents no value of for Pod Identity: one that was guessed refused the pods
   * (https://github.com/awslabs/mountpoint-s3-csi-driver/issues/781).
   *
   * Sources: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html,
   * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
   */
  private trust({
    clusterArn,
    namespace,
    serviceAccount,
  }: PodIdentityRoleProps): DataAwsIamPolicyDocument {
    const sessionTags = {
      "eks-cluster-arn": clusterArn,
      "kubernetes-namespace": namespace,
      "kubernetes-service-account": serviceAccount,
    };
    return new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: [{ type: "Service", identifiers: ["pods.eks.amazonaws.com"] }],
          condition: Object.entries(sessionTags).map(([tag, value]) => ({
            test: "StringEquals",
            variable: `aws:RequestTag/${tag}`,
            values: [value],
          })),
        },
      ],
    });
  }
}
