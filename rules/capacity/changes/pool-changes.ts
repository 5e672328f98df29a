import type { EnvironmentSpec } from "../../../environments/schema";
import type { Pool, Situation } from "../situation";
import { type CapacityChange, type Holds, least, withPool } from "./change";

/** More nodes than this are no sensible fix of one finding. */
const MOST_MORE_NODES = 100;

/** The fewest further nodes of a pool that work out. */
export function moreNodes(
  pool: Pool,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): CapacityChange | undefined {
  const apply = (more: number) => (before: Situation) =>
    withPool(before, pool, { max: pool.max + more });
  const more = least(1, MOST_MORE_NODES, (value) => holds(apply(value)(situation)));
  if (more === undefined) return undefined;
  return {
    kind: "nodes",
    text: moreNodesText(pool, more, spec),
    size: more / Math.max(1, pool.max),
    apply: apply(more),
  };
}

function moreNodesText(
  { name, source, max }: Pool,
  more: number,
  spec: EnvironmentSpec | undefined,
): string {
  switch (source.kind) {
    case "pool": {
      const file = `environments/${spec?.name}.ts`;
      // Only an autoscaler takes a pool to its maximum.
      return source.pool.max === max
        ? `set ${source.path}.max to ${max + more} in ${file} (now ${max})`
        : `switch cluster-autoscaler on in environments/${spec?.name}.switches.json, or make pool ${name} ${max + more} nodes large (now ${max})`;
    }
    case "machine":
      return `add ${more} ${more === 1 ? "machine" : "machines"} like ${name} to cluster.machines in environments/${spec?.name}.ts`;
    case "nodes":
      return `add ${more} ${more === 1 ? "node" : "nodes"} like ${name}`;
    default:
      return source satisfies never;
  }
}

/** A pool that always has a node: the autoscaler then takes that for its picture of another. */
export function startWithOne(
  pool: Pool,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): CapacityChange | undefined {
  const apply = (before: Situation) => withPool(before, pool, { min: 1 });
  if (pool.source.kind !== "pool" || !holds(apply(situation))) return undefined;
  return {
    kind: "nodes",
    text: `set ${pool.source.path}.min and .desired to 1 in environments/${spec?.name}.ts (min is now ${pool.min})`,
    size: 1 / Math.max(1, pool.max),
    apply,
  };
}
