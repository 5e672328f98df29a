import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { LABELS } from "../../environments/labels";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { refusals } from "../../environments/nodes/placement";
import { occupies, podNeeds } from "../../runtime/pods";

/** A node of the pool that goes. */
export interface OldNode {
  readonly name: string;
  readonly ready: boolean;
  readonly cordoned: boolean;
  /** Pods that a drain takes from it, also those that are ending. */
  readonly leaving: readonly V1Pod[];
}

/** What the cluster has of both pools. */
export interface ClusterFacts {
  readonly old: readonly OldNode[];
  readonly by: readonly V1Node[];
  readonly pods: readonly V1Pod[];
}

/** Nodes by the label that their contract gives them. */
export function factsOf(
  nodes: readonly V1Node[],
  pods: readonly V1Pod[],
  { old, by }: { readonly old: string; readonly by: string },
): ClusterFacts {
  const of = (pool: string) =>
    nodes.filter((node) => node.metadata?.labels?.[LABELS.pool] === pool);
  return {
    old: of(old).map((node) => {
      const name = node.metadata?.name ?? "";
      return {
        name,
        ready: isReady(node),
        cordoned: node.spec?.unschedulable === true,
        leaving: pods.filter((pod) => pod.spec?.nodeName === name && leaves(pod)),
      };
    }),
    by: of(by),
    pods,
  };
}

export function isReady({ status }: V1Node): boolean {
  const conditions = status?.conditions ?? [];
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

/** A static pod's picture in the API, which its kubelet makes again. */
const MIRROR = "kubernetes.io/config.mirror";

/** Not those of DaemonSets, which a drain leaves, nor those that have ended. */
function leaves(pod: V1Pod): boolean {
  const ended = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  return occupies(pod) && !ended && pod.metadata?.annotations?.[MIRROR] === undefined;
}

/** Pods without a controller that makes them again elsewhere: kubectl drain refuses them. */
export function unmanaged(nodes: readonly OldNode[]): readonly V1Pod[] {
  return nodes
    .flatMap(({ leaving }) => leaving)
    .filter(({ metadata }) => !metadata?.ownerReferences?.some(({ controller }) => controller));
}

/** Pods without a node that the new pool's nodes would take. */
export function waitingFor(contract: NodeContract, pods: readonly V1Pod[]): readonly V1Pod[] {
  return pods.filter(
    (pod) =>
      pod.spec?.nodeName === undefined &&
      pod.metadata?.deletionTimestamp === undefined &&
      pod.status?.phase === "Pending" &&
      refusals(contract, podNeeds(pod)).length === 0,
  );
}

export function podName({ metadata }: V1Pod): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
