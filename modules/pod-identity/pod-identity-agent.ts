import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { Construct } from "constructs";

export interface PodIdentityAgentProps {
  readonly clusterName: string;
}

/**
 * The agent that hands roles to pods, as an EKS add-on. Without a version EKS
 * takes the default of the cluster's Kubernetes version and leaves it there.
 */
export class PodIdentityAgent extends EksAddon {
  constructor(scope: Construct, id: string, { clusterName }: PodIdentityAgentProps) {
    super(scope, id, {
      clusterName,
      addonName: "eks-pod-identity-agent",
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
    });
  }
}
