import type { EnvironmentSpec } from "../../environments/schema";
import { nodeGroups } from "../../environments/nodes/node-groups";
import { groupTagsOf, stringsOf } from "../support/autoscaler-template";
import type { StackJson } from "../support/synth";

/** A managed node group at zero and its Auto Scaling group, as AWS' APIs describe them. */
export interface JudgedGroup {
  /** Node group's prefix without the generated ending, which no verdict depends on. */
  readonly asg: string;
  readonly zones: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly groupTags: Readonly<Record<string, string>>;
  /** What DescribeNodegroup answers; null: it is refused. */
  readonly nodegroup: {
    readonly name: string;
    readonly amiType: string;
    readonly capacityType: string;
    readonly version: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly tags: Readonly<Record<string, string>>;
    readonly taints: readonly Readonly<Record<string, string>>[];
  } | null;
}

/** The groups of a synthesized node-pools stack. */
export function judgedGroups(
  json: StackJson | undefined,
  { cluster }: EnvironmentSpec,
): readonly JudgedGroup[] {
  if (cluster.kind !== "eks") return [];
  const zones = new Map(
    cluster.pools.flatMap(nodeGroups).map((group) => [group.name, group.zones] as const),
  );
  return Object.entries(json?.resource?.["aws_eks_node_group"] ?? {}).map(([id, block]) => {
    const name = String(block["node_group_name_prefix"]).replace(/-$/, "");
    return {
      asg: name,
      zones: zones.get(name) ?? ["a", "b", "c"].map((letter) => `${cluster.region}${letter}`),
      instanceTypes: list(block["instance_types"]).map(String),
      groupTags: {
        ...groupTagsOf(json, id),
        // EKS' own.
        "eks:cluster-name": cluster.name,
        "eks:nodegroup-name": name,
        [`kubernetes.io/cluster/${cluster.name}`]: "owned",
      },
      nodegroup: {
        name,
        amiType: String(block["ami_type"]),
        capacityType: String(block["capacity_type"]),
        version: String(block["version"]),
        labels: stringsOf(block["labels"]),
        tags: stringsOf(block["tags"]),
        taints: list(block["taint"]).map(stringsOf),
      },
    };
  });
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
