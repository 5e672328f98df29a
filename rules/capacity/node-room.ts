import type { ResourceAmounts } from "../../environments/nodes/node-resources";
import { type Refusal, refusals } from "../../environments/nodes/placement";
import type { NodeBatch, PodPlace } from "./packing/problem-of";
import type { Pool, PodDemand, Situation } from "./situation";

/** Why a pool's nodes do not accept a pod, requests aside. */
export function refusalsOfPlace({ node }: Pool, place: PodPlace): readonly Refusal[] {
  return refusals(node, { ...place, requests: { pods: 0 } });
}

/** The DaemonSets that put a pod on each node of a pool. */
export function daemonsOn(pool: Pool, demands: readonly PodDemand[]): readonly PodDemand[] {
  return demands.filter(
    ({ everyNode, place }) => everyNode && refusalsOfPlace(pool, place).length === 0,
  );
}

/** Nodes of each pool, with what its DaemonSets leave. */
export function nodesWithRoom({ pools, demands }: Situation): readonly NodeBatch[] {
  const daemons = demands.filter(({ everyNode }) => everyNode);
  return pools.map((pool) => ({
    node: {
      ...pool.node,
      allocatable: daemonsOn(pool, daemons).reduce<ResourceAmounts>(
        (room, { resources }) => minus(room, { pods: 1, ...resources.requests }),
        pool.node.allocatable,
      ),
    },
    count: pool.max,
    existing: pool.min,
  }));
}

function minus(room: ResourceAmounts, taken: ResourceAmounts): ResourceAmounts {
  return {
    ...room,
    ...Object.fromEntries(
      Object.entries(taken).map(([resource, amount]) => [resource, (room[resource] ?? 0) - amount]),
    ),
  };
}
