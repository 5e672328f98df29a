import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { ResourceAmounts } from "../environments/nodes/node-resources";
import type { NodeShape, PodNeeds } from "../environments/nodes/placement";
import { amountOf } from "../environments/quantity";

/** A pod that the scheduler has tried to place and could not. */
export function isUnschedulable({ metadata, status }: V1Pod): boolean {
  return (
    metadata?.deletionTimestamp === undefined &&
    status?.conditions?.some(
      ({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable",
    ) === true
  );
}

/** Takes room on a node. */
export function isBound({ spec, status }: V1Pod, node: string): boolean {
  return spec?.nodeName === node && status?.phase !== "Succeeded" && status?.phase !== "Failed";
}

/** Keeps its node from going: not those of a DaemonSet, which are on every node. */
export function occupies({ metadata }: V1Pod): boolean {
  return metadata?.ownerReferences?.some(({ kind }) => kind === "DaemonSet") !== true;
}

/** What a pod asks of its node. */
export function podNeeds({ spec }: V1Pod): PodNeeds {
  return {
    nodeSelector: spec?.nodeSelector,
    nodeAffinity:
      spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
        ?.nodeSelectorTerms,
    tolerations: spec?.tolerations,
    requests: requestsOf(spec?.containers ?? [], spec?.initContainers ?? []),
  };
}

/** A node with a pod's requests taken from what it has. */
export function subtract(node: NodeShape, { requests }: PodNeeds): NodeShape {
  const left: Record<string, number> = { ...node.allocatable };
  for (const [resource, amount] of Object.entries({ pods: 1, ...requests })) {
    left[resource] = (left[resource] ?? 0) - amount;
  }
  return { ...node, allocatable: left };
}

/**
 * Init containers run one after the other, before the others; one that always
 * restarts stays beside all that come after it. What counts is the most that
 * is needed at a time.
 *
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
function requestsOf(
  containers: readonly V1Container[],
  initContainers: readonly V1Container[],
): ResourceAmounts {
  const staying: V1Container[] = [];
  let most: ResourceAmounts = {};
  for (const container of initContainers) {
    if (container.restartPolicy === "Always") staying.push(container);
    else most = larger(most, sum([...staying, container]));
  }
  return larger(most, sum([...staying, ...containers]));
}

function larger(one: ResourceAmounts, other: ResourceAmounts): ResourceAmounts {
  const most: Record<string, number> = { ...one };
  for (const [resource, amount] of Object.entries(other)) {
    most[resource] = Math.max(most[resource] ?? 0, amount);
  }
  return most;
}

function sum(containers: readonly V1Container[]): ResourceAmounts {
  const total: Record<string, number> = {};
  for (const { resources } of containers) {
    for (const [resource, text] of Object.entries(resources?.requests ?? {})) {
      total[resource] = (total[resource] ?? 0) + amountOf(resource, text);
    }
  }
  return total;
}
