import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { Construct } from "constructs";
import { awsPartition } from "../../environments/facts/aws-partitions";

export interface EfsAccessPolicyProps {
  readonly fileSystem: EfsFileSystem;
  /** Region of the file system. */
  readonly region: string;
}

const EVERYBODY = [{ type: "AWS", identifiers: ["*"] }];

/**
 * What may mount the file system: clients of its mount targets, by one of its access
 * points, with TLS, as the access point's user. Without a policy EFS lets every
 * client that reaches a mount target read and write everything, as root too
 * (https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html, also for
 * the condition keys: these, `aws:SourceIp`, and no others count for NFS clients).
 *
 * The principal is `*`, since the CSI driver mounts without IAM: to the options
 * of a volume with an access point it adds `accesspoint=…` and `tls`, never `iam`
 * (aws-efs-csi-driver 3.1.0, pkg/driver/node.go). ClientRootAccess is for access points
 * of uid or gid 0, which ours are not:
 * https://docs.aws.amazon.com/efs/latest/ug/enforce-identity-access-points.html
 *
 * Provisioning needs no statement here: access points are made by API calls of the
 * controller's role, which this policy says nothing about.
 */
export class EfsAccessPolicy extends Construct {
  readonly policy: EfsFileSystemPolicy;

  constructor(scope: Construct, id: string, { fileSystem, region }: EfsAccessPolicyProps) {
    super(scope, id);
    const document = new DataAwsIamPolicyDocument(this, "document", {
      statement: [
        {
          sid: "MountByAccessPoint",
          effect: "Allow",
          principals: EVERYBODY,
          actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          resources: [fileSystem.arn],
          condition: [
            // By NFS from the VPC, no other way in.
            {
              test: "Bool",
              variable: "elasticfilesystem:AccessedViaMountTarget",
              values: ["true"],
            },
            {
              test: "StringLike",
              variable: "elasticfilesystem:AccessPointArn",
              values: [`arn:${awsPartition(region)}:elasticfilesystem:${region}:*:access-point/*`],
            },
          ],
        },
        {
          // Of mounts only: a Deny of all actions would be one of backups and of the next policy as well.
          sid: "MountWithTls",
          effect: "Deny",
          principals: EVERYBODY,
          actions: ["elasticfilesystem:Client*"],
          resources: [fileSystem.arn],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    });
    this.policy = new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: fileSystem.id,
      policy: document.json,
    });
  }
}
