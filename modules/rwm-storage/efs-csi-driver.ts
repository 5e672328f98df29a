import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { PodIdentityRole } from "../pod-identity/pod-identity-role";

export interface EfsCsiDriverProps {
  readonly clusterName: string;
  /** Version of the EKS add-on, e.g. `v3.1.0-eksbuild.1`. */
  readonly version: string;
}

/** Names that the add-on decides: https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html */
const CONTROLLER = { namespace: "kube-system", serviceAccount: "efs-csi-controller-sa" } as const;
const POLICY_ARN = "arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy";

/** The EFS CSI driver as an EKS add-on; its controller makes access points as its own role. */
export class EfsCsiDriver extends Construct {
  readonly addon: EksAddon;

  constructor(scope: Construct, id: string, { clusterName, version }: EfsCsiDriverProps) {
    super(scope, id);
    const role = new PodIdentityRole(this, "controller", {
      clusterName,
      ...CONTROLLER,
      roleName: `${clusterName.slice(0, 48)}-efs-csi`,
      policyArns: [POLICY_ARN],
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
