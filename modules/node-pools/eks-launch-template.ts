import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import type { Construct } from "constructs";
import type { NodePool } from "../../environments/schema";
import { reservedCapacity } from "./eks-reserved-capacity";
import { migUserData } from "./mig-user-data";

export interface EksLaunchTemplateProps {
  readonly clusterName: string;
  readonly pool: NodePool;
  /** Tags of instances and volumes: the provider's default tags do not reach what a group launches. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Root device of the EKS images of Amazon Linux 2023. */
const ROOT_DEVICE = "/dev/xvda";

/** How the instances of one pool start. Image, instance types and security group are the node group's. */
export class EksLaunchTemplate extends LaunchTemplate {
  constructor(scope: Construct, id: string, { clusterName, pool, tags }: EksLaunchTemplateProps) {
    const launchTags = { ...tags, Name: `${clusterName}-${pool.name}` };
    super(scope, id, {
      namePrefix: `${clusterName}-${pool.name}-`,
      updateDefaultVersion: true,
      userData: migUserData(pool),
      ...reservedCapacity(pool),
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // One hop ends at the node: a pod can't take the node's role. Pods get roles from
        // the Pod Identity agent, which runs in the host's network and so is not a hop away.
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: {
            volumeType: "gp3",
            volumeSize: pool.diskGiB,
            iops: pool.diskIops,
            throughput: pool.diskThroughputMiB,
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: launchTags,
      })),
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
