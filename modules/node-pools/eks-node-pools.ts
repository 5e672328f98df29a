import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { EksCluster } from "../../environments/schema";
import { existingEksCluster } from "../cluster/cluster-providers";
import { EksNodePool } from "./eks-node-pool";
import { EksNodeRole } from "./eks-node-role";
import { EksSubnets } from "./eks-subnets";

export interface EksNodePoolsProps {
  readonly cluster: EksCluster;
}

/** All managed node groups of an existing EKS cluster, on its private subnets. */
export class EksNodePools extends Construct {
  readonly pools: readonly NodeContract[];
  readonly nodeRoleArn: string;

  constructor(scope: TerraformStack, id: string, { cluster }: EksNodePoolsProps) {
    super(scope, id);
    existingEksCluster(scope, cluster).lifecycle = { postcondition: [notOlderThan(cluster)] };
    const subnets = new EksSubnets(scope, "subnets", { cluster });
    const nodeRole = new EksNodeRole(this, "node-role", {
      clusterName: cluster.name,
      region: cluster.region,
    });
    // A change of all pools, a tag or a version, takes them one after another, and stops at the first that fails.
    let after: EksNodePool["groups"] = [];
    for (const pool of cluster.pools) {
      const props = { cluster, pool, nodeRole, subnets, after };
      after = new EksNodePool(this, pool.name, props).groups;
    }
    this.pools = cluster.pools.map(poolContract);
    this.nodeRoleArn = nodeRole.arn;
  }
}

/** Nodes newer than their cluster are refused by EKS, group by group, in the middle of an apply. */
function notOlderThan({ name, kubernetesVersion }: EksCluster): {
  condition: string;
  errorMessage: string;
} {
  const minor = kubernetesVersion.replace(/^1\./, "");
  return {
    condition: `\${tonumber(split(".", self.version)[1]) >= ${minor}}`,
    errorMessage: `cluster ${name} has Kubernetes \${self.version}, older than the nodes would be (cluster.kubernetesVersion: ${kubernetesVersion}). Upgrade the cluster first, or write its version in the environment's data.`,
  };
}
