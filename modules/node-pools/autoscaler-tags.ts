import { extendedResources, nodeLabels, nodeTaints } from "../../environments/nodes/pool-contract";
import type { NodePool } from "../../environments/schema";

const AUTOSCALER = "k8s.io/cluster-autoscaler";

/**
 * Tags of the pool's Auto Scaling group: discovery, and the node that the
 * autoscaler imagines while the pool is at zero.
 *
 * Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function autoscalerTags(clusterName: string, pool: NodePool): Record<string, string> {
  const template = `${AUTOSCALER}/node-template`;
  return {
    [`${AUTOSCALER}/enabled`]: "true",
    [autoscalerOwnershipTag(clusterName)]: "owned",
    ...prefixed(`${template}/label`, nodeLabels(pool)),
    ...Object.fromEntries(
      nodeTaints(pool).map(({ key, value, effect }) => [
        `${template}/taint/${key}`,
        `${value}:${effect}`,
      ]),
    ),
    ...prefixed(`${template}/resources`, extendedResources(pool)),
  };
}

/** Tag key by which the autoscaler's role is limited to the groups of one cluster. */
export function autoscalerOwnershipTag(clusterName: string): string {
  return `${AUTOSCALER}/${clusterName}`;
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, string | number>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${prefix}/${key}`, String(value)]),
  );
}
