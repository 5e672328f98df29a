import { INSTANCE_TYPES } from "../../environments/facts/instance-types";
import type { NodeShape, NodeTaint } from "../../environments/nodes/placement";
import { amountsOf } from "../../environments/quantity";
import { blocks, type StackJson } from "./synth";

const TEMPLATE = "k8s.io/cluster-autoscaler/node-template";
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
  NO_EXECUTE: "NoExecute",
};

/** A managed node group as AWS and the autoscaler see it. */
export interface GroupInAws {
  /** Prefix of its name, without hyphen. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  /** Tags of its Auto Scaling group. */
  readonly groupTags: Readonly<Record<string, string>>;
  /** What the autoscaler imagines while the group is at zero. */
  readonly template: NodeShape;
}

/**
 * The node groups of a synthesized node-pools stack, each with the node that
 * cluster-autoscaler builds from what Terraform gives AWS: instance type, then
 * tags of the Auto Scaling group, then what DescribeNodegroup says; without
 * startup taints.
 *
 * As https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.2/cluster-autoscaler/cloudprovider/aws/aws_manager.go
 * (buildNodeFromTemplate) and utils/taints (SanitizeTaints) do.
 */
export function groupsInAws(
  json: StackJson | undefined,
  startupTaint: string,
): readonly GroupInAws[] {
  return Object.entries(json?.resource?.["aws_eks_node_group"] ?? {}).map(([id, group]) => {
    const name = String(group["node_group_name_prefix"]).replace(/-$/, "");
    const groupTags = groupTagsOf(json, id);
    const labels = stringsOf(group["labels"]);
    const taints = taintsOf(group["taint"]);
    const type = INSTANCE_TYPES[String((group["instance_types"] as unknown[])[0])];
    if (type === undefined) throw new Error(`${name}: unknown instance type`);
    const fromTags = Object.entries(under(`${TEMPLATE}/taint/`, groupTags)).map(([key, text]) => {
      const [value = "", effect = ""] = text.split(":");
      return { key, value, effect };
    });
    return {
      name,
      labels,
      taints,
      groupTags,
      template: {
        name: `template-${name}`,
        architecture: type.architecture ?? "amd64",
        labels: { ...under(`${TEMPLATE}/label/`, groupTags), ...labels },
        // What DescribeNodegroup says comes second there; the order is of no account.
        taints: distinct([...taints, ...fromTags]).filter(({ key }) => key !== startupTaint),
        allocatable: {
          cpu: type.vcpu * 1000,
          memory: type.memoryGiB * 2 ** 30,
          pods: 110,
          "nvidia.com/gpu": type.gpu?.count ?? 0,
          ...amountsOf(under(`${TEMPLATE}/resources/`, groupTags)),
          ...amountsOf(under(`${TEMPLATE}/resources/`, stringsOf(group["tags"]))),
        },
      },
    };
  });
}

/** Tags that Terraform puts on the Auto Scaling group of a node group, by the node group's logical id. */
export function groupTagsOf(
  json: StackJson | undefined,
  id: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    blocks(json, "aws_autoscaling_group_tag")
      .filter(({ autoscaling_group_name }) =>
        String(autoscaling_group_name).startsWith(`\${aws_eks_node_group.${id}.`),
      )
      .map(({ tag }) => {
        const { key, value } = stringsOf(tag);
        return [key, value];
      }),
  );
}

function under(
  prefix: string,
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  );
}

function taintsOf(value: unknown): readonly NodeTaint[] {
  return (Array.isArray(value) ? value : []).map((taint: unknown) => {
    const { key = "", value: text = "", effect = "" } = stringsOf(taint);
    return { key, value: text, effect: EFFECTS[effect] ?? effect };
  });
}

function distinct(taints: readonly NodeTaint[]): readonly NodeTaint[] {
  return [...new Map(taints.map((taint) => [JSON.stringify(taint), taint])).values()];
}

/** A block whose values are all taken for text. */
export function stringsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, text]) => [key, String(text)]));
}
