import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentSpec } from "../../environments/schema";
import { CommandFailure } from "../../runtime/failure";
import { type ClusterFacts, isReady, podName, unmanaged } from "./facts";
import type { PoolPair } from "./pools";
import { roomIssues } from "./room";

/**
 * That the new pool is up and holds what the old one has.
 *
 * @returns what a person should know before it begins
 * @throws ConfigurationError when its maximum is too small; CommandFailure when it is
 * not there, or pods are in the way that no controller makes again
 */
export function requireTaker(
  { name }: EnvironmentSpec,
  pair: PoolPair,
  facts: ClusterFacts,
): readonly string[] {
  const { old, by } = pair;
  const inTheWay = unmanaged(facts.old).map(podName);
  const ready = facts.by.filter(
    (node) => isReady(node) && node.spec?.unschedulable !== true,
  ).length;
  if (facts.old.length > 0 && ready === 0 && by.pool.min > 0) {
    throw new CommandFailure(
      `pool ${by.pool.name} has a minimum of ${by.pool.min}, and no node that is ready for pods (${facts.by.length} at all): its node group is not there, or its nodes do not join`,
      `npm run deploy -- ${name} node-pools; if it is deployed: npm run doctor -- ${name}`,
    );
  }
  const issues = roomIssues(pair, facts);
  if (issues.length > 0) throw new ConfigurationError(issues);
  if (inTheWay.length > 0) {
    throw new CommandFailure(
      `on nodes of ${old.pool.name} are pods that no controller makes again: ${inTheWay.join(", ")}`,
      "end them, or wait for their end, then call this again",
    );
  }
  return notes(pair, facts, ready);
}

function notes({ old, by }: PoolPair, facts: ClusterFacts, ready: number): readonly string[] {
  const nodes = facts.old.length;
  const lost = (old.pool.zones?.names ?? []).filter(
    (zone) => by.pool.zones !== undefined && !by.pool.zones.names.includes(zone),
  );
  return [
    ...(nodes > 0 && ready === 0
      ? [
          `${by.pool.name} has no node, which its minimum of 0 allows: the autoscaler brings them when pods wait. If its node group was not deployed, none comes, and this stops after the first node`,
        ]
      : []),
    ...(nodes > 0 && nodes < old.pool.max
      ? [
          `the autoscaler may still add nodes to ${old.pool.name} (${nodes} of ${old.pool.max}); they are cordoned and drained as well. A deploy with max: ${Math.max(nodes, old.pool.min, 1)} before this keeps them away`,
        ]
      : []),
    ...(lost.length > 0
      ? [
          `${by.pool.name} is not in ${lost.join(", ")}: pods with a volume of that zone will wait for a node`,
        ]
      : []),
  ];
}
