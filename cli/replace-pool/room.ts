import type { V1Pod } from "@kubernetes/client-node";
import { describeRefusal } from "../../environments/nodes/describe-refusal";
import { type NodeShape, refusals } from "../../environments/nodes/placement";
import type { ConfigurationIssue } from "../../environments/errors";
import { isBound, occupies, podNeeds, subtract } from "../../runtime/pods";
import { type ClusterFacts, podName } from "./facts";
import type { PoolPair } from "./pools";

/**
 * Whether the new pool at its maximum holds the pods that run on the old one,
 * beside what runs on it already. Pods are put on the first node that has room,
 * largest first; zones and spreading are not looked at.
 */
export function roomIssues(
  { old, by }: PoolPair,
  facts: ClusterFacts,
): readonly ConfigurationIssue[] {
  // Of one that is ending there is a successor already.
  const leaving = facts.old
    .flatMap((node) => node.leaving)
    .filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const empty = emptyNode({ old, by }, facts);
  const issue = (message: string, fix: string, field: string) => ({
    ...{ file: by.file, path: `${by.path}.${field}`, message, fix },
    value: field === "max" ? by.pool.max : by.pool.instanceTypes,
  });
  const impossible = leaving.flatMap((pod) => {
    const why = refusals(empty, podNeeds(pod));
    const reasons = why.map(describeRefusal).join("; ");
    return why.length === 0
      ? []
      : [
          issue(
            `an empty node of ${by.pool.name} refuses ${podName(pod)}, which runs on ${old.pool.name}: ${reasons}`,
            `machines that take it, as those of ${old.pool.name} do`,
            "instanceTypes",
          ),
        ];
  });
  if (impossible.length > 0) return impossible;
  const needed = nodesNeeded(leaving, occupied({ old, by }, facts), empty);
  return needed <= by.pool.max
    ? []
    : [
        issue(
          `the ${leaving.length} pods on the ${facts.old.length} nodes of ${old.pool.name} need ${needed} nodes of ${by.pool.name}, with what runs there`,
          `at least ${needed}, then npm run deploy`,
          "max",
        ),
      ];
}

/** A node that is to come, with the DaemonSets' pods that an old node has. */
function emptyNode({ by }: PoolPair, { old, pods }: ClusterFacts): NodeShape {
  const [model] = old;
  return pods
    .filter((pod) => model !== undefined && isBound(pod, model.name) && !occupies(pod))
    .reduce<NodeShape>((room, pod) => subtract(room, podNeeds(pod)), by.contract);
}

/** The nodes that are there, with what their pods leave. */
function occupied({ by }: PoolPair, facts: ClusterFacts): readonly NodeShape[] {
  return facts.by.map(({ metadata }) => {
    const name = metadata?.name ?? "";
    return facts.pods
      .filter((pod) => isBound(pod, name))
      .reduce<NodeShape>((room, pod) => subtract(room, podNeeds(pod)), { ...by.contract, name });
  });
}

function nodesNeeded(
  pods: readonly V1Pod[],
  there: readonly NodeShape[],
  empty: NodeShape,
): number {
  const rooms = [...there];
  const cpu = (pod: V1Pod) => podNeeds(pod).requests["cpu"] ?? 0;
  for (const pod of [...pods].sort((left, right) => cpu(right) - cpu(left))) {
    const needs = podNeeds(pod);
    const found = rooms.findIndex((room) => refusals(room, needs).length === 0);
    if (found === -1) rooms.push(subtract(empty, needs));
    else rooms[found] = subtract(rooms[found] ?? empty, needs);
  }
  return rooms.length;
}
