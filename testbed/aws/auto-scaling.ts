import { randomUUID } from "node:crypto";
import { type MotoClient, textIn, textsIn } from "./moto-client";

/** Sizes of a group. */
export interface Sizes {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}

/** An Auto Scaling group as AWS has it now. */
export interface AutoScalingGroup extends Sizes {
  readonly name: string;
  readonly subnets: readonly string[];
  /** Keys and values of its tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Auto Scaling groups in moto, as EKS makes them. */
export class AutoScaling {
  constructor(private readonly moto: MotoClient) {}

  /** @returns name of the group, as EKS forms it */
  async create(
    nodegroup: string,
    sizes: Sizes,
    launch: {
      readonly templateId: string;
      readonly subnets: readonly string[];
    },
  ): Promise<string> {
    const name = `eks-${nodegroup}-${randomUUID()}`;
    await this.moto.query("autoscaling", "CreateAutoScalingGroup", {
      AutoScalingGroupName: name,
      ...parametersOf(sizes),
      "LaunchTemplate.LaunchTemplateId": launch.templateId,
      // moto 5.2.5 fails at a later version whose user data is empty; EKS has the version that counts.
      "LaunchTemplate.Version": "1",
      VPCZoneIdentifier: launch.subnets.join(","),
    });
    return name;
  }

  /** Undefined when there is none of that name. */
  async find(name: string): Promise<AutoScalingGroup | undefined> {
    const [found] = await this.list({ "AutoScalingGroupNames.member.1": name });
    return found;
  }

  /** All that there are. */
  async list(filter: Readonly<Record<string, string>> = {}): Promise<readonly AutoScalingGroup[]> {
    const xml = await this.moto.query("autoscaling", "DescribeAutoScalingGroups", filter);
    // Instances and tags are members too, so groups are cut at the element that each has once.
    return xml
      .split("<AutoScalingGroupName>")
      .slice(1)
      .map((part) => groupOf(`<AutoScalingGroupName>${part}`));
  }

  async resize(name: string, sizes: Partial<Sizes>): Promise<void> {
    await this.moto.query("autoscaling", "UpdateAutoScalingGroup", {
      AutoScalingGroupName: name,
      ...parametersOf(sizes),
    });
  }

  /** Takes a tag away, as by hand. */
  async untag(name: string, key: string): Promise<void> {
    await this.moto.query("autoscaling", "DeleteTags", {
      "Tags.member.1.ResourceId": name,
      "Tags.member.1.ResourceType": "auto-scaling-group",
      "Tags.member.1.Key": key,
    });
  }

  async delete(name: string): Promise<void> {
    await this.moto.query("autoscaling", "DeleteAutoScalingGroup", {
      AutoScalingGroupName: name,
      ForceDelete: "true",
    });
  }
}

function parametersOf({ min, max, desired }: Partial<Sizes>): Record<string, string> {
  return {
    ...(min === undefined ? {} : { MinSize: String(min) }),
    ...(max === undefined ? {} : { MaxSize: String(max) }),
    ...(desired === undefined ? {} : { DesiredCapacity: String(desired) }),
  };
}

function groupOf(xml: string): AutoScalingGroup {
  const number = (element: string) => Number(textIn(xml, element));
  const tags = /<Tags>([\s\S]*?)<\/Tags>/.exec(xml)?.[1] ?? "";
  const keys = textsIn(tags, "Key");
  const values = textsIn(tags, "Value");
  return {
    name: textIn(xml, "AutoScalingGroupName") ?? "",
    min: number("MinSize"),
    max: number("MaxSize"),
    desired: number("DesiredCapacity"),
    subnets: (textIn(xml, "VPCZoneIdentifier") ?? "").split(","),
    tags: Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ""])),
  };
}
