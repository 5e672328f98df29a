import { AutoscalingGroupTagA } from "@cdktf/provider-aws/lib/autoscaling-group-tag";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { AUTOSCALER_TAGS } from "../../environments/nodes/autoscaler-tag-keys";
import { type NodeGroup, nodeGroups } from "../../environments/nodes/node-groups";
import { capacityKind, type CapacityKind } from "../../environments/nodes/pool-capacity";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { EksCluster, NodePool, Taint } from "../../environments/schema";
import { autoscalerTags, resourceTags } from "./autoscaler-tags";
import { EksLaunchTemplate } from "./eks-launch-template";
import { nodeGroupTimeouts } from "./eks-node-group-timeouts";
import type { EksNodeRole } from "./eks-node-role";
import type { EksSubnets } from "./eks-subnets";

export interface EksNodePoolProps {
  readonly cluster: EksCluster;
  readonly pool: NodePool;
  readonly nodeRole: EksNodeRole;
  readonly subnets: EksSubnets;
  /** Groups that are changed before this pool's: no two pools roll their nodes at once. */
  readonly after: readonly EksNodeGroup[];
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
  reservation: "ON_DEMAND",
  "reservation-group": "ON_DEMAND",
  "capacity-block": "CAPACITY_BLOCK",
} as const satisfies Record<CapacityKind, string>;

/** Nodes that an update replaces at a time. */
const NODES_AT_A_TIME = 1;

/** The managed node groups of a pool, their launch template, and the autoscaler's tags on their Auto Scaling groups. */
export class EksNodePool extends Construct {
  readonly groups: readonly EksNodeGroup[];

  constructor(scope: Construct, id: string, props: EksNodePoolProps) {
    super(scope, id);
    const { cluster, pool } = props;
    const template = new EksLaunchTemplate(this, "launch-template", {
      clusterName: cluster.name,
      pool,
      tags: cluster.tags,
    });
    const groups = nodeGroups(pool);
    this.groups = groups.map((group) => {
      const place = groups.length === 1 ? this : new Construct(this, group.name);
      const made = this.nodeGroup(place, props, group, template);
      this.tagAutoScalingGroup(place, props, made);
      return made;
    });
  }

  private nodeGroup(
    scope: Construct,
    { cluster, pool, nodeRole, subnets, after }: EksNodePoolProps,
    group: NodeGroup,
    template: EksLaunchTemplate,
  ): EksNodeGroup {
    const contract = poolContract(pool);
    return new EksNodeGroup(scope, "node-group", {
      clusterName: cluster.name,
      // A change that needs a new group (instance types, image type) brings the new one up
      // before the old one drains; two groups at a time need two names.
      nodeGroupNamePrefix: `${group.name}-`,
      nodeRoleArn: nodeRole.arn,
      subnetIds: subnets.idsIn(group.zones),
      version: cluster.kubernetesVersion,
      amiType: AMI_TYPES[pool.architecture][pool.gpu === undefined ? "plain" : "gpu"],
      capacityType: CAPACITY_TYPES[capacityKind(pool)],
      // With a block the launch template names the type, and EKS takes it from one place only.
      instanceTypes: capacityKind(pool) === "capacity-block" ? undefined : pool.instanceTypes,
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      scalingConfig: { minSize: group.min, maxSize: group.max, desiredSize: group.desired },
      updateConfig: { maxUnavailable: NODES_AT_A_TIME },
      timeouts: nodeGroupTimeouts(group.max, NODES_AT_A_TIME),
      labels: { ...contract.labels },
      taint: [...contract.taints, ...contract.startupTaints].map(({ key, value, effect }) => ({
        key,
        value,
        effect: EKS_EFFECTS[effect],
      })),
      tags: resourceTags(contract),
      dependsOn: [...nodeRole.policies, ...after],
      lifecycle: {
        createBeforeDestroy: true,
        ignoreChanges: [
          // The cluster autoscaler owns the size after creation. It is no change by itself, but
          // goes along, as it was when the plan was made, with any change of min or max.
          "scaling_config[0].desired_size",
          // The VPC is not ours: a subnet that comes or goes there must not replace the group.
          "subnet_ids",
        ],
      },
    });
  }

  /**
   * EKS does not pass a node group's tags on to its Auto Scaling group, where the
   * autoscaler reads them. They live as the group does: without the same lifecycle a
   * replacement takes them off the running group before it makes the new one. The one
   * by which the autoscaler finds a group comes last and goes first: it sees a group
   * with all of its tags or not at all, and the old one until it sees the new one.
   */
  private tagAutoScalingGroup(
    scope: Construct,
    { cluster, pool }: EksNodePoolProps,
    group: EksNodeGroup,
  ): void {
    const autoscalingGroupName = group.resources.get(0).autoscalingGroups.get(0).name;
    const tag = (key: string, value: string, dependsOn: AutoscalingGroupTagA[]) =>
      new AutoscalingGroupTagA(scope, `tag-${key}`, {
        autoscalingGroupName,
        tag: { key, value, propagateAtLaunch: false },
        dependsOn,
        lifecycle: { createBeforeDestroy: true },
      });
    const { [AUTOSCALER_TAGS.enabled]: enabled = "true", ...others } = autoscalerTags(
      cluster.name,
      poolContract(pool),
    );
    const before = Object.entries(others).map(([key, value]) => tag(key, value, []));
    tag(AUTOSCALER_TAGS.enabled, enabled, before);
  }
}
