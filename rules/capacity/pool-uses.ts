import type { ResourceAmounts } from "../../environments/nodes/node-resources";
import { arrange } from "./arrangement";
import { daemonsOn } from "./node-room";
import { loneMisfits } from "./lone-misfits";
import { pack, likelyPlacement } from "./packing/pack";
import type { PlacedNode, PackingProblem } from "./packing/problem";
import type { Pool, Situation } from "./situation";

/** How much of a resource of a pool is asked for. */
export interface ResourceUse {
  readonly resource: string;
  /** Share of what all nodes of the pool at its maximum have for pods; DaemonSets included. */
  readonly used: number;
}

/** A pool at maximum scale, resource by resource. */
export interface PoolUse {
  /** Node pool, machine, or one of the nodes that are alike. */
  readonly pool: string;
  /** Nodes with pods in the placement that was found; at least those that are there in any case. */
  readonly nodesNeeded: number;
  readonly nodesMax: number;
  /** Every resource that its nodes have. */
  readonly resources: readonly ResourceUse[];
}

/**
 * Whether everything fits, and how full each resource of each pool is then; no pool unless everything fits.
 *
 * @param atLeast nodes of all pools together that are known to be needed: spares the search for fewer
 */
export function poolUses(
  situation: Situation,
  atLeast = 0,
): {
  readonly fits: "yes" | "no" | "unknown";
  readonly pools: readonly PoolUse[];
} {
  if (loneMisfits(situation).length > 0) return { fits: "no", pools: [] };
  const { problem } = arrange(situation);
  const placement = likelyPlacement(problem, atLeast);
  if (placement === undefined) return { fits: pack(problem).fits, pools: [] };
  return {
    fits: "yes",
    pools: situation.pools.map((pool, index) => {
      const loads = placement.filter(({ nodeClass }) => nodeClass === index);
      return {
        pool: pool.name,
        nodesNeeded: Math.max(pool.min, loads.length),
        nodesMax: pool.max,
        resources: resourceUses(pool, podsAmounts(loads, problem), situation),
      };
    }),
  };
}

/** What the pods on these nodes ask for together. */
function podsAmounts(
  nodes: readonly PlacedNode[],
  { resources, pods }: PackingProblem,
): ResourceAmounts {
  return Object.fromEntries(
    resources.map((resource, position) => {
      const amounts = nodes.flatMap(({ load }) =>
        [...load].map(([index, count]) => (pods[index]?.needs[position] ?? 0) * count),
      );
      return [resource, amounts.reduce((sum, amount) => sum + amount, 0)];
    }),
  );
}

function resourceUses(
  pool: Pool,
  asked: ResourceAmounts,
  { demands }: Situation,
): readonly ResourceUse[] {
  const daemons = daemonsOn(pool, demands).map(({ resources }): ResourceAmounts => ({
    pods: 1,
    ...resources.requests,
  }));
  return Object.entries(pool.node.allocatable)
    .filter(([, amount]) => amount > 0 && pool.max > 0)
    .map(([resource, amount]) => {
      const perNode = daemons.reduce((sum, requests) => sum + (requests[resource] ?? 0), 0);
      return { resource, used: (asked[resource] ?? 0) / (amount * pool.max) + perNode / amount };
    });
}
