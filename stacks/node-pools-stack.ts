import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { NodeContract } from "../environments/nodes/node-contract";
import type { ClusterSpec, EksCluster, EnvironmentSpec } from "../environments/schema";
import { installs } from "../environments/switched";
import { existingEksCluster, type ProviderName } from "../modules/cluster/cluster-providers";
import { EksAutoscalerRole } from "../modules/node-pools/eks-autoscaler-role";
import { EksNodePools } from "../modules/node-pools/eks-node-pools";
import { K3sMachines } from "../modules/node-pools/k3s-machines";
import { PodIdentityAgent } from "../modules/pod-identity/pod-identity-agent";
import { EnvironmentStack } from "./environment-stack";

/** A node pool (EKS) or machine (k3s) as other stacks see it. */
export type NodePoolOutput = NodeContract;

export interface NodePoolsOutputs {
  readonly pools: readonly NodePoolOutput[];
  /** ARN of cluster-autoscaler's role (Pod Identity); only on EKS with the autoscaler on. */
  readonly autoscalerRoleArn?: string;
}

/**
 * Nodes: EKS managed node groups, or labels and taints on k3s machines.
 *
 * @throws Error for a kubeconfig cluster, which has no nodes of ours
 */
export class NodePoolsStack extends EnvironmentStack {
  readonly outputs: NodePoolsOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec) {
    super(scope, spec, "node-pools", providersOf(spec.cluster));
    this.outputs = this.build(spec.cluster);
  }

  private build(cluster: ClusterSpec): NodePoolsOutputs {
    switch (cluster.kind) {
      case "eks":
        return this.buildEks(cluster);
      case "k3s":
        return { pools: new K3sMachines(this, "machines", { cluster }).pools };
      case "kubeconfig":
        throw notOurs();
      default:
        return cluster satisfies never;
    }
  }

  private buildEks(cluster: EksCluster): NodePoolsOutputs {
    const { pools, nodeRoleArn } = new EksNodePools(this, "pools", { cluster });
    new TerraformOutput(this, "node_role_arn", {
      value: nodeRoleArn,
      description: "IAM role of all nodes",
    });
    // Storage's CSI controller needs the agent as well, so it does not hang on the autoscaler.
    if (!cluster.provides.includes("pod-identity-agent")) {
      new PodIdentityAgent(this, "pod-identity-agent", { clusterName: cluster.name });
    }
    if (!installs(this.spec, "cluster-autoscaler")) return { pools };
    const { roleArn } = new EksAutoscalerRole(this, "cluster-autoscaler", {
      clusterName: cluster.name,
      clusterArn: existingEksCluster(this, cluster).arn,
    });
    new TerraformOutput(this, "autoscaler_role_arn", {
      value: roleArn,
      description: "IAM role of cluster-autoscaler, by Pod Identity",
    });
    return { pools, autoscalerRoleArn: roleArn };
  }
}

/** EKS node pools are made in AWS alone; machines are reached through their cluster alone. */
function providersOf(cluster: ClusterSpec): readonly ProviderName[] {
  switch (cluster.kind) {
    case "eks":
      return ["aws"];
    case "k3s":
      return ["kubernetes"];
    case "kubeconfig":
      throw notOurs();
    default:
      return cluster satisfies never;
  }
}

function notOurs(): Error {
  return new Error(
    "a kubeconfig cluster has no node pools of ours: build the node-pools stack for eks and k3s only",
  );
}
