import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { Fn, Token, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { EksCluster } from "../../environments/schema";
import { existingEksCluster } from "../cluster/cluster-providers";

export interface EksSubnetsProps {
  readonly cluster: EksCluster;
}

/** The private subnets of the cluster's VPC, all of them or those of some zones. */
export class EksSubnets extends Construct {
  private readonly vpcId: string;
  private readonly tags: Record<string, string>;

  constructor(scope: TerraformStack, id: string, { cluster }: EksSubnetsProps) {
    super(scope, id);
    this.vpcId = existingEksCluster(scope, cluster).vpcConfig.get(0).vpcId;
    this.tags = cluster.privateSubnetTags;
  }

  /** @param zones undefined: all zones that have one */
  idsIn(zones: readonly string[] | undefined): string[] {
    if (zones === undefined) return this.found("private-subnets").ids;
    const [first, ...others] = zones.map((zone) => this.found(zone, zone).ids);
    return first !== undefined && others.length === 0
      ? first
      : Token.asList(Fn.concat([first, ...others]));
  }

  private found(id: string, zone?: string): DataAwsSubnets {
    const found = this.node.tryFindChild(id);
    return found instanceof DataAwsSubnets ? found : this.lookUp(id, zone);
  }

  /** A zone without such a subnet ends the plan: a group would be made in the other zones alone. */
  private lookUp(id: string, zone: string | undefined): DataAwsSubnets {
    const subnets = new DataAwsSubnets(this, id, {
      filter: [
        { name: "vpc-id", values: [this.vpcId] },
        ...(zone === undefined ? [] : [{ name: "availability-zone", values: [zone] }]),
      ],
      tags: this.tags,
    });
    subnets.lifecycle = {
      postcondition: [
        {
          condition: `\${length(self.ids) > 0}`,
          errorMessage: `no subnet in ${zone ?? "any zone"} of the cluster's VPC has the tags of cluster.privateSubnetTags`,
        },
      ],
    };
    return subnets;
  }
}
