import { AutoscalingGroupTagA } from "@cdktf/provider-aws/lib/autoscaling-group-tag";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { nodeLabels, nodeTaints } from "../../environments/nodes/pool-contract";
import type { EksCluster, NodePool, Taint } from "../../environments/schema";
import { autoscalerTags } from "./autoscaler-tags";
import { EksLaunchTemplate } from "./eks-launch-template";
import type { EksNodeRole } from "./eks-node-role";

export interface EksNodePoolProps {
  readonly cluster: EksCluster;
  readonly pool: NodePool;
  readonly nodeRole: EksNodeRole;
  /** Private subnets of the cluster's VPC. */
  readonly subnetIds: string[];
}

/** Taint effects as the EKS API writes them. */
const EKS_EFFECTS = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const satisfies Record<Taint["effect"], string>;

/** Images of EKS by architecture; the NVIDIA ones bring driver and container toolkit. */
const AMI_TYPES = {
  amd64: { plain: "AL2023_x86_64_STANDARD", gpu: "AL2023_x86_64_NVIDIA" },
  arm64: { plain: "AL2023_ARM_64_STANDARD", gpu: "AL2023_ARM_64_NVIDIA" },
} as const satisfies Record<NodePool["architecture"], { plain: string; gpu: string }>;

const CAPACITY_TYPES = {
  "on-demand": "ON_DEMAND",
  spot: "SPOT",
} as const satisfies Record<NodePool["capacityType"], string>;

/** An EKS managed node group, its launch template, and the autoscaler's tags on its Auto Scaling group. */
export class EksNodePool extends Construct {
  constructor(scope: Construct, id: string, props: EksNodePoolProps) {
    super(scope, id);
    this.tagAutoScalingGroup(props, this.nodeGroup(props));
  }

  private nodeGroup({ cluster, pool, nodeRole, subnetIds }: EksNodePoolProps): EksNodeGroup {
    const template = new EksLaunchTemplate(this, "launch-template", {
      clusterName: cluster.name,
      pool,
      tags: cluster.tags,
    });
    return new EksNodeGroup(this, "node-group", {
      clusterName: cluster.name,
      // A change that needs a new group (instance types, image type) brings the new one up
      // before the old one drains; two groups at a time need two names.
      nodeGroupNamePrefix: `${pool.name}-`,
      nodeRoleArn: nodeRole.arn,
      subnetIds,
      version: cluster.kubernetesVersion,
      amiType: AMI_TYPES[pool.architecture][pool.gpu === undefined ? "plain" : "gpu"],
      capacityType: CAPACITY_TYPES[pool.capacityType],
      instanceTypes: pool.instanceTypes,
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      scalingConfig: { minSize: pool.min, maxSize: pool.max, desiredSize: pool.desired },
      updateConfig: { maxUnavailable: 1 },
      labels: nodeLabels(pool),
      taint: nodeTaints(pool).map(({ key, value, effect }) => ({
        key,
        value,
        effect: EKS_EFFECTS[effect],
      })),
      dependsOn: [...nodeRole.policies],
      lifecycle: {
        createBeforeDestroy: true,
        // The cluster autoscaler owns the size after creation; an apply must not take nodes away.
        ignoreChanges: ["scaling_config[0].desired_size"],
      },
    });
  }

  /** EKS does not pass a node group's tags on to its Auto Scaling group, where the autoscaler reads them. */
  private tagAutoScalingGroup({ cluster, pool }: EksNodePoolProps, group: EksNodeGroup): void {
    const autoscalingGroupName = group.resources.get(0).autoscalingGroups.get(0).name;
    for (const [key, value] of Object.entries(autoscalerTags(cluster.name, pool))) {
      new AutoscalingGroupTagA(this, `tag-${key}`, {
        autoscalingGroupName,
        tag: { key, value, propagateAtLaunch: false },
      });
    }
  }
}
