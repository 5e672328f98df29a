import { architectureOf, gpuOf, INSTANCE_TYPES } from "../../../environments/facts/instance-types";
import type { ResourceAmounts } from "../../../environments/nodes/node-resources";
import { poolContract } from "../../../environments/nodes/pool-contract";
import type { EnvironmentSpec, NodePool } from "../../../environments/schema";
import type { ShortResource } from "../misfit";
import { quantityText } from "../quantity-text";
import type { Pool, PodDemand, Situation } from "../situation";
import { type CapacityChange, type Holds, withPool } from "./change";

/** The smallest instance type, or the smallest addition to a machine, that works out. */
export function largerNodes(
  pool: Pool,
  short: readonly ShortResource[],
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): CapacityChange | undefined {
  const { source } = pool;
  return source.kind === "pool"
    ? largerType(pool, source.pool, source.path, situation, holds, spec)
    : largerMachine(pool, short, situation, holds);
}

function largerMachine(
  pool: Pool,
  short: readonly ShortResource[],
  situation: Situation,
  holds: Holds,
): CapacityChange | undefined {
  const node = { ...pool.node, allocatable: withMore(pool, short) };
  const apply = (before: Situation) => withPool(before, pool, { node });
  if (short.length === 0 || !holds(apply(situation))) return undefined;
  return {
    kind: "node-size",
    text: `give ${pool.source.kind === "machine" ? "machine" : "node"} ${pool.name} ${moreText(short)} more`,
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
): CapacityChange | undefined {
  const now = pool.node.allocatable;
  const [first = ""] = declared.instanceTypes;
  const candidates = Object.keys(INSTANCE_TYPES)
    .filter(
      (type) =>
        architectureOf(type) === declared.architecture &&
        gpuOf(type)?.model === gpuOf(first)?.model,
    )
    .map((type) => {
      const node = poolContract({ ...declared, instanceTypes: [type] });
      const growths = (["cpu", "memory"] as const).map(
        (resource) => node.allocatable[resource] / Math.max(1, now[resource] ?? 0) - 1,
      );
      return { type, node, least: Math.min(...growths), size: Math.max(...growths) };
    })
    .filter(({ least, size }) => least >= 0 && size > 0)
    .sort(
      (left, right) =>
        left.size - right.size || kinship(right.type, first) - kinship(left.type, first),
    );
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

/** Of types of one size that of the same family is taken: `c7i.8xlarge` for `c7i.4xlarge`. */
function kinship(type: string, other: string): number {
  return Number(type.replace(/\..*/, "") === other.replace(/\..*/, ""));
}

/** Another pool like one that accepts the pods, whose nodes have what that one's are short of. */
export function anotherPool(
  pool: Pool,
  short: readonly ShortResource[],
  { count }: PodDemand,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): CapacityChange | undefined {
  const name = `another ${pool.name}`;
  const node = { ...pool.node, name, allocatable: withMore(pool, short) };
  const apply = (before: Situation) => ({
    ...before,
    pools: [...before.pools, { ...pool, name, node, min: 0, max: count }],
  });
  if (pool.source.kind !== "pool" || short.length === 0 || !holds(apply(situation)))
    return undefined;
  return {
    kind: "another-pool",
    text: `add a pool like ${pool.name} to cluster.pools in environments/${spec?.name}.ts, with ${moreText(short)} more on each node and max ${count}`,
    // More than any change of a pool that is there.
    size: Infinity,
    apply,
  };
}

function withMore({ node }: Pool, short: readonly ShortResource[]): ResourceAmounts {
  return {
    ...node.allocatable,
    ...Object.fromEntries(
      short.map(({ resource, requested, available }) => [
        resource,
        (node.allocatable[resource] ?? 0) + requested - available,
      ]),
    ),
  };
}

function moreText(short: readonly ShortResource[]): string {
  return short
    .map(
      ({ resource, requested, available }) =>
        `${resource} ${quantityText(resource, requested - available)}`,
    )
    .join(" and ");
}
