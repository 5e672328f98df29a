import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { awsManagedPolicyArn } from "../../environments/facts/aws-partitions";
import type { EksCluster } from "../../environments/schema";
import { PodIdentityRole } from "../pod-identity/pod-identity-role";

export interface EfsCsiDriverProps {
  readonly cluster: EksCluster;
  /** ARN of the cluster. */
  readonly clusterArn: string;
  /** Version of the EKS add-on, e.g. `v3.1.0-eksbuild.1`. */
  readonly version: string;
}

/** Names that the add-on decides: https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html */
const CONTROLLER = { namespace: "kube-system", serviceAccount: "efs-csi-controller-sa" } as const;
const POLICY = "service-role/AmazonEFSCSIDriverPolicy";

/** The EFS CSI driver as an EKS add-on; its controller makes access points as its own role. */
export class EfsCsiDriver extends Construct {
  readonly addon: EksAddon;

  constructor(scope: Construct, id: string, { cluster, clusterArn, version }: EfsCsiDriverProps) {
    super(scope, id);
    const clusterName = cluster.name;
    const role = new PodIdentityRole(this, "controller", {
      clusterName,
      clusterArn,
      ...CONTROLLER,
      roleName: `${clusterName.slice(0, 48)}-efs-csi`,
      policyArns: [awsManagedPolicyArn(cluster.region, POLICY)],
    });
    this.addon = new EksAddon(this, "addon", {
      clusterName,
      addonName: "aws-efs-csi-driver",
      addonVersion: version,
      // The role's association is made beside the add-on, as for every other service account here.
      // The add-on's own block would be a second one for the same account, which EKS refuses.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      // Credentials are put into a pod when it starts: association and policy come first and go last.
      dependsOn: role.node.children.filter((child) => TerraformResource.isTerraformResource(child)),
    });
  }
}
