import { z } from "zod";
import type { ClusterNode } from "../model";
import { amountsOf } from "../../environments/quantity";
import { clusterWide, narrowObject, type ReadObject } from "./object";
import { listOf, maybe, metadata, strings, text } from "./schemas";

const node = z.lazy(() =>
  z.object({
    metadata,
    spec: maybe(
      z.object({ taints: listOf(z.object({ key: z.string(), value: text, effect: z.string() })) }),
    ),
    status: maybe(
      z.object({
        allocatable: strings,
        conditions: listOf(z.object({ type: z.string(), status: z.string() })),
        nodeInfo: maybe(z.object({ architecture: text })),
      }),
    ),
  }),
);

/** Known from a cluster only; what no kubelet has reported yet is not ready and has nothing to give. */
export function readNode(read: ReadObject): ClusterNode {
  const { metadata: meta, spec, status } = narrowObject(node, read);
  return {
    ...clusterWide("Node", meta, read),
    architecture: status?.nodeInfo?.architecture ?? meta.labels["kubernetes.io/arch"] ?? "",
    labels: meta.labels,
    taints: (spec?.taints ?? []).map((taint) => ({ ...taint, value: taint.value ?? "" })),
    allocatable: amountsOf(status?.allocatable ?? {}),
    ready: (status?.conditions ?? []).some(
      (condition) => condition.type === "Ready" && condition.status === "True",
    ),
  };
}
