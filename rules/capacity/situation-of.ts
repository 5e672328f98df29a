import type { EnvironmentSpec } from "../../environments/schema";
import type { Inventory } from "../../inventory/model";
import { demandsOf } from "./demands";
import { poolsOf } from "./pools";
import type { PodDemand, Situation } from "./situation";

/**
 * All pods at maximum scale, and the nodes at theirs. Undefined for content of no
 * environment that has no nodes: there is nothing to hold the pods against.
 */
export function situationOf(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): Situation | undefined {
  if (spec === undefined && inventory.nodes.length === 0) return undefined;
  const demands = demandsOf(inventory, spec);
  return { pools: poolsOf(inventory, spec, demands), demands, quotas: inventory.resourceQuotas };
}

/** The situation while every Deployment that may take no pod away first is rolled out. */
export function duringRollout(situation: Situation): Situation {
  return withMore(situation, "rollout", ({ rolloutAdds }) => rolloutAdds);
}

/** The situation while pods with a long grace finish their work beside those that replace them. */
export function whileOthersFinish(situation: Situation): Situation {
  return withMore(situation, "finishing", ({ finishing }) => finishing);
}

/** The situation with more pods of some demands. */
function withMore(
  situation: Situation,
  what: string,
  countOf: (demand: PodDemand) => number,
): Situation {
  const added = situation.demands
    .filter((demand) => countOf(demand) > 0)
    .map((demand) => ({
      ...demand,
      name: `${demand.name} (${what})`,
      count: countOf(demand),
      rolloutAdds: 0,
      finishing: 0,
    }));
  return { ...situation, demands: [...situation.demands, ...added] };
}
