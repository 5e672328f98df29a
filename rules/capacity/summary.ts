import type { EnvironmentSpec } from "../../environments/schema";
import type { Inventory } from "../../inventory/model";
import { assumedOf } from "./assumed";
import { knownPoolUses } from "./known-placements";
import type { PoolUse, ResourceUse } from "./pool-uses";
import type { Situation } from "./situation";

/** How a pool is used at maximum scale. */
export interface PoolCapacity extends Omit<PoolUse, "resources"> {
  /** The resource of which most is asked for. */
  readonly tightest: ResourceUse;
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
  const situation = assumedSituation(inventory, spec);
  if (situation === undefined) return undefined;
  const { fits, pools } = knownPoolUses(situation);
  return {
    fits,
    pools: pools.map(({ resources, ...pool }) => ({ ...pool, tightest: tightest(resources) })),
  };
}

/** The situation of {@link assumedOf}. */
export function assumedSituation(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): Situation | undefined {
  return assumedOf(inventory, spec)?.situation;
}

function tightest(uses: readonly ResourceUse[]): ResourceUse {
  return uses.reduce((most, next) => (next.used > most.used ? next : most), {
    resource: "cpu",
    used: 0,
  });
}
