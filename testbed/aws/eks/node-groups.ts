import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { AutoScaling, Sizes } from "../auto-scaling";
import { AwsError } from "../exchange";
import { ACCOUNT, REGION } from "../moto-client";
import type { AwsNodes } from "../nodes";
import {
  type CreateNodegroup,
  createNodegroup,
  updateNodegroupConfig,
  updateNodegroupVersion,
} from "./documents";
import { type Update, Updates } from "./updates";

export interface NodeGroupsProps {
  readonly cluster: string;
  readonly kubernetesVersion: string;
  readonly autoScaling: AutoScaling;
  readonly nodes: AwsNodes;
  /** Zone of a subnet. */
  zoneOf(subnet: string): string;
}

interface Group extends Omit<CreateNodegroup, "scalingConfig" | "version"> {
  readonly arn: string;
  readonly autoScalingGroup: string;
  readonly createdAt: number;
  readonly version: string;
  readonly trouble: Trouble | undefined;
}

/** What EKS says of a group that is not well: https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html */
export interface Trouble {
  readonly status: "CREATE_FAILED" | "DEGRADED";
  readonly code: string;
  readonly message: string;
}

/**
 * Managed node groups, each with an Auto Scaling group in moto.
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
 */
export class NodeGroups {
  private readonly groups = new Map<string, Group>();
  private readonly failing = new Map<string, Trouble>();
  /** Auto Scaling groups that were deleted. */
  private readonly gone = new Set<string>();
  readonly updates = new Updates();

  constructor(private readonly props: NodeGroupsProps) {}

  names(): readonly string[] {
    return [...this.groups.keys()];
  }

  /** Name of the Auto Scaling group that a node group has. */
  autoScalingGroupOf(name: string): string {
    return this.existing(name).autoScalingGroup;
  }

  /** Groups whose names begin so come up without nodes and fail; undefined: no longer. */
  failAtCreation(prefix: string, trouble: Trouble | undefined): void {
    if (trouble === undefined) this.failing.delete(prefix);
    else this.failing.set(prefix, trouble);
  }

  /** Something happens to a group that was well. */
  fallIll(name: string, trouble: Trouble | undefined): void {
    this.groups.set(name, { ...this.existing(name), trouble });
  }

  /** Whether an Auto Scaling group was that of a node group which is deleted. */
  isGone(autoScalingGroup: string): boolean {
    return this.gone.has(autoScalingGroup);
  }

  /** Zones that a group has subnets in. */
  zonesOf(name: string): readonly string[] {
    return [...new Set(this.existing(name).subnets.map((subnet) => this.props.zoneOf(subnet)))];
  }

  async create(body: unknown): Promise<object> {
    const { scalingConfig, version, ...asked } = parsed(createNodegroup, body);
    const name = asked.nodegroupName;
    if (this.groups.has(name)) {
      throw new AwsError("ResourceInUseException", `NodeGroup already exists: ${name}`, 409);
    }
    const sizes = checkedSizes({
      min: scalingConfig.minSize,
      max: scalingConfig.maxSize,
      desired: scalingConfig.desiredSize,
    });
    const autoScalingGroup = await this.props.autoScaling.create(name, sizes, {
      templateId: asked.launchTemplate.id,
      subnets: asked.subnets,
    });
    const [, trouble] = [...this.failing].find(([prefix]) => name.startsWith(prefix)) ?? [];
    const place = `${this.props.cluster}/${name}/${randomUUID()}`;
    this.groups.set(name, {
      ...asked,
      version: version ?? this.props.kubernetesVersion,
      arn: `arn:aws:eks:${REGION}:${ACCOUNT}:nodegroup/${place}`,
      autoScalingGroup,
      createdAt: Math.floor(Date.now() / 1000),
      trouble,
    });
    if (trouble === undefined) await this.follow(name);
    return this.describe(name);
  }

  /** Starts or ends nodes until there are as many as the Auto Scaling group wants. */
  async follow(name: string): Promise<void> {
    const { desired } = await this.sizes(name);
    this.props.nodes.resize(name, desired, this.zonesOf(name), "scale-in");
  }

  async describe(name: string): Promise<object> {
    const { arn, autoScalingGroup, nodegroupName, trouble, ...rest } = this.existing(name);
    const { min, max, desired } = await this.sizes(name);
    return {
      nodegroup: {
        ...rest,
        nodegroupName,
        nodegroupArn: arn,
        clusterName: this.props.cluster,
        status: trouble?.status ?? "ACTIVE",
        scalingConfig: { minSize: min, maxSize: max, desiredSize: desired },
        releaseVersion: rest.releaseVersion ?? `${rest.version}.4-20260915`,
        resources: { autoScalingGroups: [{ name: autoScalingGroup }] },
        health: {
          issues: trouble
            ? [{ code: trouble.code, message: trouble.message, resourceIds: [] }]
            : [],
        },
      },
    };
  }

  async updateConfig(name: string, body: unknown): Promise<Update> {
    const group = this.existing(name);
    const { scalingConfig, labels, taints, ...rest } = parsed(updateNodegroupConfig, body);
    if (scalingConfig !== undefined) {
      const now = await this.sizes(name);
      const sizes = checkedSizes({
        min: scalingConfig.minSize ?? now.min,
        max: scalingConfig.maxSize ?? now.max,
        desired: scalingConfig.desiredSize ?? now.desired,
      });
      await this.props.autoScaling.resize(group.autoScalingGroup, sizes);
      await this.follow(name);
    }
    const kept = Object.entries(group.labels).filter(
      ([key]) => labels?.removeLabels.includes(key) !== true,
    );
    const gone = [...(taints?.removeTaints ?? []), ...(taints?.addOrUpdateTaints ?? [])];
    this.groups.set(name, {
      ...group,
      ...rest,
      labels: { ...Object.fromEntries(kept), ...labels?.addOrUpdateLabels },
      taints: [
        ...group.taints.filter(
          ({ key, effect }) => !gone.some((each) => each.key === key && each.effect === effect),
        ),
        ...(taints?.addOrUpdateTaints ?? []),
      ],
    });
    return this.updates.succeeded("ConfigUpdate");
  }

  /** Replaces every node, or fails at the first that a long job holds. */
  updateVersion(name: string, body: unknown): Update {
    const group = this.existing(name);
    const { version, releaseVersion, launchTemplate, force } = parsed(updateNodegroupVersion, body);
    if (!this.props.nodes.roll(name, force)) {
      return this.updates.failed(
        "VersionUpdate",
        "PodEvictionFailure",
        "Reached max retries while trying to evict pods from nodes in node group",
      );
    }
    this.groups.set(name, {
      ...group,
      version: version ?? group.version,
      releaseVersion: releaseVersion ?? (version === undefined ? group.releaseVersion : undefined),
      launchTemplate: {
        id: launchTemplate?.id ?? group.launchTemplate.id,
        version: launchTemplate?.version ?? group.launchTemplate.version,
      },
    });
    return this.updates.succeeded("VersionUpdate");
  }

  async delete(name: string): Promise<object> {
    const described = await this.describe(name);
    const { autoScalingGroup } = this.existing(name);
    this.props.nodes.resize(name, 0, this.zonesOf(name), "group deleted");
    await this.props.autoScaling.delete(autoScalingGroup);
    this.gone.add(autoScalingGroup);
    this.groups.delete(name);
    return described;
  }

  /** Undefined when no group has that ARN. */
  tagsOf(arn: string): Record<string, string> | undefined {
    return [...this.groups.values()].find((group) => group.arn === arn)?.tags;
  }

  private async sizes(name: string): Promise<Sizes> {
    const { autoScalingGroup } = this.existing(name);
    const found = await this.props.autoScaling.find(autoScalingGroup);
    if (found === undefined) throw new Error(`moto has no group ${autoScalingGroup}`);
    return found;
  }

  private existing(name: string): Group {
    const group = this.groups.get(name);
    if (group !== undefined) return group;
    const message = `No node group found for name: ${name}.`;
    throw new AwsError("ResourceNotFoundException", message, 404);
  }
}

/** As EKS words it. */
function checkedSizes({ min, max, desired }: Sizes): Sizes {
  const problem =
    max < 1
      ? "Maximum capacity must be at least 1"
      : min > desired
        ? `Minimum capacity ${min} can't be greater than desired size ${desired}`
        : desired > max
          ? `desired capacity ${desired} can't be greater than max size ${max}`
          : undefined;
  if (problem !== undefined) throw new AwsError("InvalidParameterException", problem);
  return { min, max, desired };
}

/** @throws AwsError that names each parameter which does not fit */
export function parsed<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new AwsError("InvalidParameterException", issues.join("; "));
}
