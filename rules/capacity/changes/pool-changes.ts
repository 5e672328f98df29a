import { architectureOf, gpuOf, INSTANCE_TYPES } from "../../../environments/facts/instance-types";
import { poolContract } from "../../../environments/nodes/pool-contract";
import type { EnvironmentSpec, NodePool } from "../../../environments/schema";
import { quantityText } from "../quantity-text";
import type { ShortResource } from "../misfits";
import type { Pool, Situation } from "../situation";
import { type Change, type Holds, least as leastValue, withPool } from "./change";

/** More nodes than this nobody adds for one finding. */
const MOST_MORE_NODES = 100;

/** The fewest further nodes of a pool that work out. */
export function moreNodes(
  pool: Pool,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): Change | undefined {
  const apply = (more: number) => (before: Situation) =>
    withPool(before, pool, { max: pool.max + more });
  const more = leastValue(1, MOST_MORE_NODES, (value) => holds(apply(value)(situation)));
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
): Change | undefined {
  const apply = (before: Situation) => withPool(before, pool, { min: 1 });
  if (pool.source.kind !== "pool" || !holds(apply(situation))) return undefined;
  return {
    kind: "nodes",
    text: `set ${pool.source.path}.min and .desired to 1 in environments/${spec?.name}.ts (min is now ${pool.min})`,
    size: 1 / Math.max(1, pool.max),
    apply,
  };
}

/** The smallest instance type, or the smallest addition to a machine, that works out. */
export function largerNodes(
  pool: Pool,
  short: readonly ShortResource[],
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): Change | undefined {
  const { source } = pool;
  if (source.kind === "pool")
    return largerType(pool, source.pool, source.path, situation, holds, spec);
  const allocatable = {
    ...pool.node.allocatable,
    ...Object.fromEntries(
      short.map(({ resource, requested, available }) => [
        resource,
        (pool.node.allocatable[resource] ?? 0) + requested - available,
      ]),
    ),
  };
  const apply = (before: Situation) =>
    withPool(before, pool, { node: { ...pool.node, allocatable } });
  if (short.length === 0 || !holds(apply(situation))) return undefined;
  const additions = short.map(
    ({ resource, requested, available }) =>
      `${resource} ${quantityText(resource, requested - available)}`,
  );
  return {
    kind: "node-size",
    text: `give ${source.kind === "machine" ? "machine" : "node"} ${pool.name} ${additions.join(" and ")} more`,
    size: Math.max(
      ...short.map(({ requested, available }) => (requested - available) / Math.max(1, available)),
    ),
    apply,
  };
}

function largerType(
  pool: Pool,
  declared: NodePool,
  path: string,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): Change | undefined {
  const now = pool.node.allocatable;
  const gpu = gpuOf(declared.instanceTypes[0] ?? "")?.model;
  const candidates = Object.keys(INSTANCE_TYPES)
    .filter((type) => architectureOf(type) === declared.architecture && gpuOf(type)?.model === gpu)
    .map((type) => {
      const node = poolContract({ ...declared, instanceTypes: [type] });
      const growths = (["cpu", "memory"] as const).map(
        (resource) => node.allocatable[resource] / Math.max(1, now[resource] ?? 0) - 1,
      );
      return { type, node, least: Math.min(...growths), size: Math.max(...growths) };
    })
    .filter(({ least, size }) => least >= 0 && size > 0)
    .sort((left, right) => left.size - right.size);
  for (const { type, node, size } of candidates) {
    const apply = (before: Situation) => withPool(before, pool, { node });
    if (!holds(apply(situation))) continue;
    return {
      kind: "node-size",
      text: `set ${path}.instanceTypes to ["${type}"] in environments/${spec?.name}.ts (now ${declared.instanceTypes.join(", ")})`,
      size,
      apply,
    };
  }
  return undefined;
}
