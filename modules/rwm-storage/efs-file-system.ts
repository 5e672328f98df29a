import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem as AwsEfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import type { StorageOf } from "../../environments/schema";
import { EfsAccessPolicy } from "./efs-access-policy";

export interface EfsFileSystemProps {
  /** Name tag, and the creation token that keeps a second apply from making a second file system. */
  readonly name: string;
  readonly storage: StorageOf<"efs">;
  readonly vpcId: string;
  /** Security group of the cluster's nodes. */
  readonly nodesSecurityGroupId: string;
  /** Tags that select the VPC's private subnets. */
  readonly privateSubnetTags: Readonly<Record<string, string>>;
  /** Zones that must have a mount target, since nodes are there. */
  readonly zones: readonly string[];
  /** Region of the file system: it decides the ARNs of its access points. */
  readonly region: string;
  /** A plan that would destroy the file system fails. */
  readonly protect: boolean;
}

const NFS_PORT = 2049;

/**
 * An encrypted EFS file system with backups, mountable from the nodes in every
 * zone. Where it is protected, no plan takes the data with it.
 */
export class EfsFileSystem extends Construct {
  readonly fileSystemId: string;
  /** Without these the file system exists, but no mount succeeds. */
  readonly mountTargets: EfsMountTarget;

  constructor(scope: Construct, id: string, props: EfsFileSystemProps) {
    super(scope, id);
    const { storage } = props;
    const fileSystem = new AwsEfsFileSystem(this, "file-system", {
      creationToken: props.name,
      encrypted: true,
      throughputMode: storage.throughputMode,
      // One transition per block: the API takes them as a list.
      lifecyclePolicy: [
        { transitionToIa: `AFTER_${storage.infrequentAccessAfterDays}_DAYS` },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
      tags: { Name: props.name },
      lifecycle: props.protect ? { preventDestroy: true } : undefined,
    });
    new EfsBackupPolicy(this, "backup", {
      fileSystemId: fileSystem.id,
      backupPolicy: { status: "ENABLED" },
    });
    const access = new EfsAccessPolicy(this, "access", { fileSystem, region: props.region });
    this.fileSystemId = fileSystem.id;
    this.mountTargets = this.mountTargetPerZone(props, fileSystem.id, access);
  }

  /**
   * EFS takes one mount target per zone, so of several private subnets in a zone
   * the first by id gets it; the nodes of the others reach it within the zone.
   * https://docs.aws.amazon.com/efs/latest/ug/manage-fs-access.html
   */
  private mountTargetPerZone(
    props: EfsFileSystemProps,
    fileSystemId: string,
    access: EfsAccessPolicy,
  ): EfsMountTarget {
    const subnets = new DataAwsSubnets(this, "private-subnets", {
      filter: [{ name: "vpc-id", values: [props.vpcId] }],
      tags: { ...props.privateSubnetTags },
    });
    const each = TerraformIterator.fromList(subnets.ids);
    // Without one there would be no mount target, and so nothing that could complain.
    subnets.lifecycle = {
      postcondition: [
        {
          condition: `\${length(self.ids) > 0}`,
          errorMessage:
            "no subnet of the cluster's VPC has the tags of cluster.privateSubnetTags: every mount target would go",
        },
      ],
    };
    const subnet = new DataAwsSubnet(this, "private-subnet", { forEach: each, id: each.value });
    const admitted = this.admitNodes(props);
    const mountTarget = new EfsMountTarget(this, "mount-target", {
      fileSystemId,
      subnetId: "${each.value}",
      securityGroups: [admitted.group.id],
      // A group that admits no client yet would hang every mount; without the policy the first mounts may do anything.
      dependsOn: [admitted.rule, access.policy],
      lifecycle: {
        // The VPC is not ours: another subnet in the zone must not replace the target that nodes have mounted.
        ignoreChanges: ["subnet_id"],
        precondition: props.zones.map((zone) => ({
          condition: `\${contains([for subnet in data.aws_subnet.${subnet.friendlyUniqueId} : subnet.availability_zone], "${zone}")}`,
          errorMessage: `node pools are in ${zone}, where no subnet of the cluster's VPC has the tags of cluster.privateSubnetTags: its mount target would go`,
        })),
      },
    });
    // Grouping (`...`) has no counterpart in cdktf's iterators. Keyed by zone, which the plan knows.
    const zones = `data.aws_subnet.${subnet.friendlyUniqueId}`;
    mountTarget.addOverride(
      "for_each",
      `\${{ for zone, ids in { for id, subnet in ${zones} : subnet.availability_zone => id... } : zone => sort(ids)[0] }}`,
    );
    return mountTarget;
  }

  /**
   * No egress rule: security groups are stateful, answers to the nodes pass.
   *
   * EC2 changes neither a group's description nor its VPC, and deletes none that is in
   * use: a second one comes first, under a name of its own, with its rule. Then the
   * mount targets change over, and the first goes.
   */
  private admitNodes(props: EfsFileSystemProps): {
    readonly group: SecurityGroup;
    readonly rule: VpcSecurityGroupIngressRule;
  } {
    const lifecycle = { createBeforeDestroy: true };
    const group = new SecurityGroup(this, "security-group", {
      namePrefix: `${props.name}-`,
      description: "EFS mount targets, NFS from the nodes of the cluster only",
      vpcId: props.vpcId,
      tags: { Name: props.name },
      lifecycle,
    });
    const rule = new VpcSecurityGroupIngressRule(this, "nfs-from-nodes", {
      securityGroupId: group.id,
      referencedSecurityGroupId: props.nodesSecurityGroupId,
      ipProtocol: "tcp",
      fromPort: NFS_PORT,
      toPort: NFS_PORT,
      description: "NFS from the nodes of the cluster",
      lifecycle,
    });
    return { group, rule };
  }
}
