import { AUTOSCALER_TAGS } from "../../environments/nodes/autoscaler-tag-keys";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { quantityOf } from "../../environments/nodes/node-resources";

/**
 * Tags of an Auto Scaling group of the pool: discovery, and the node that the
 * autoscaler imagines while the group is at zero.
 */
export function autoscalerTags(clusterName: string, pool: NodeContract): Record<string, string> {
  return {
    [AUTOSCALER_TAGS.enabled]: "true",
    [autoscalerOwnershipTag(clusterName)]: "owned",
    ...prefixed(AUTOSCALER_TAGS.label, Object.entries(pool.labels)),
    ...prefixed(
      AUTOSCALER_TAGS.taint,
      [...pool.taints, ...pool.startupTaints].map(({ key, value, effect }) => [
        key,
        `${value}:${effect}`,
      ]),
    ),
    ...resourceTags(pool),
  };
}

/**
 * Everything that pods may have of a node. Without them the autoscaler imagines
 * the instance type's nominal memory, 110 pods and no disk: it would start nodes
 * for pods that then do not fit. They are tags of the node group as well: what
 * DescribeNodegroup says goes before what the Auto Scaling group says, and is
 * there before Terraform has tagged that group.
 *
 * Source: https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.2/cluster-autoscaler/cloudprovider/aws/aws_manager.go (buildNodeFromTemplate)
 */
export function resourceTags({ allocatable }: NodeContract): Record<string, string> {
  return prefixed(
    AUTOSCALER_TAGS.resource,
    Object.entries(allocatable).map(([name, amount]) => [name, quantityOf(name, amount)]),
  );
}

/** Tag key by which the autoscaler's role is limited to the groups of one cluster. */
export function autoscalerOwnershipTag(clusterName: string): string {
  return `${AUTOSCALER_TAGS.owner}${clusterName}`;
}

function prefixed(
  prefix: string,
  values: readonly (readonly [key: string, value: string])[],
): Record<string, string> {
  return Object.fromEntries(values.map(([key, value]) => [`${prefix}${key}`, value]));
}
