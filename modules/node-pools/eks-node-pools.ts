import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { EksCluster } from "../../environments/schema";
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
    const subnets = new EksSubnets(scope, "subnets", { cluster });
    const nodeRole = new EksNodeRole(this, "node-role", { clusterName: cluster.name });
    for (const pool of cluster.pools) {
      new EksNodePool(this, pool.name, { cluster, pool, nodeRole, subnets });
    }
    this.pools = cluster.pools.map(poolContract);
    this.nodeRoleArn = nodeRole.arn;
  }
}
