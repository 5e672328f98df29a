import type { ResourceAmounts } from "../../environments/nodes/node-resources";
import type { EnvironmentSpec } from "../../environments/schema";
import type { Inventory } from "../../inventory/model";
import { arrange } from "./arrangement";
import { assumeLabels } from "./boot-labels";
import { daemonsOn } from "./node-room";
import { loneMisfits } from "./lone-misfits";
import { pack, likelyPlacement } from "./packing/pack";
import type { PlacedNode, PackingProblem } from "./packing/problem";
import type { Pool, Situation } from "./situation";
import { situationOf } from "./situation-of";

/** How a pool is used at maximum scale. */
export interface PoolCapacity {
  /** Node pool, machine, or one of the nodes that are alike. */
  readonly pool: string;
  /** Nodes with pods in the placement that was found; at least those that are there in any case. */
  readonly nodesNeeded: number;
  readonly nodesMax: number;
  /** The resource of which most is asked for. */
  readonly tightest: {
    readonly resource: string;
    /** Share of what all nodes of the pool at its maximum have for pods; DaemonSets included. */
    readonly used: number;
  };
}

/** Whether everything fits at maximum scale, and how full the pools are then. */
export interface CapacitySummary {
  /** `unknown`: no placement was found, and none proven impossible. */
  readonly fits: "yes" | "no" | "unknown";
  /** In the order of the data; empty unless everything fits. */
  readonly pools: readonly PoolCapacity[];
}

/** Figures of the rule `capacity`; undefined for content that there are no nodes for. */
export function capacitySummary(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): CapacitySummary | undefined {
  const declared = situationOf(inventory, spec);
  if (declared === undefined) return undefined;
  const situation =
    spec === undefined ? declared : assumeLabels("capacity", declared, spec).situation;
  if (loneMisfits(situation).length > 0) return { fits: "no", pools: [] };
  const { problem } = arrange(situation);
  const placement = likelyPlacement(problem);
  if (placement === undefined) return { fits: pack(problem).fits, pools: [] };
  return {
    fits: "yes",
    pools: situation.pools.map((pool, index) => {
      const loads = placement.filter(({ nodeClass }) => nodeClass === index);
      return {
        pool: pool.name,
        nodesNeeded: Math.max(pool.min, loads.length),
        nodesMax: pool.max,
        tightest: tightest(pool, podsAmounts(loads, problem), situation),
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

function tightest(
  pool: Pool,
  asked: ResourceAmounts,
  { demands }: Situation,
): PoolCapacity["tightest"] {
  const daemons = daemonsOn(pool, demands).map(({ resources }): ResourceAmounts => ({
    pods: 1,
    ...resources.requests,
  }));
  return Object.entries(pool.node.allocatable)
    .filter(([, amount]) => amount > 0 && pool.max > 0)
    .map(([resource, amount]) => {
      const perNode = daemons.reduce((sum, requests) => sum + (requests[resource] ?? 0), 0);
      return { resource, used: (asked[resource] ?? 0) / (amount * pool.max) + perNode / amount };
    })
    .reduce((most, next) => (next.used > most.used ? next : most), { resource: "cpu", used: 0 });
}
