import type { ResourceAmounts } from "../../environments/nodes/node-resources";
import { groupBy } from "../../inventory/group-by";
import { nodesWithRoom } from "./node-room";
import { type NodeBatch, type PodBatch, problemOf } from "./packing/problem-of";
import type { PackingProblem } from "./packing/problem";
import { hostSpread, separations } from "./separation";
import type { PodDemand, Situation } from "./situation";

/** A situation as a problem for the packer. */
export interface Arrangement {
  readonly problem: PackingProblem;
  /** In the order of the problem's node classes, which is that of the pools. */
  readonly nodes: readonly NodeBatch[];
  /** Whose pods each pod class is of. */
  readonly members: readonly (readonly PodDemand[])[];
}

/** Pods of every node are taken off the nodes' room; of the others those that are alike become one class. */
export function arrange(situation: Situation): Arrangement {
  const demands = situation.demands.filter(({ everyNode, count }) => !everyNode && count > 0);
  const apart = separations(demands);
  const units = sharingNodes(demands).map((indices) => unitOf(indices, demands, apart));
  const merged = [...groupBy([...units.keys()], (index) => keyOf(units, index)).values()];
  const groupOf = new Map(merged.flatMap((indices, group) => indices.map((unit) => [unit, group])));
  const unitOfDemand = new Map(
    units.flatMap(({ indices }, unit) => indices.map((demand) => [demand, unit])),
  );
  const groups = merged.flatMap((indices): readonly PodBatch[] => {
    const [first] = indices;
    const unit = first === undefined ? undefined : units[first];
    if (unit === undefined) return [];
    const apartFrom = [...unit.apartFrom].flatMap((demand) => {
      const group = groupOf.get(unitOfDemand.get(demand) ?? -1);
      return group === undefined ? [] : [group];
    });
    const count = indices.reduce((sum, index) => sum + (units[index]?.group.count ?? 0), 0);
    return [{ ...unit.group, count, apartFrom: new Set(apartFrom) }];
  });
  const nodes = nodesWithRoom(situation);
  return {
    problem: problemOf(nodes, groups),
    nodes,
    members: merged.map((indices) =>
      indices.flatMap((index) => units[index]?.indices.flatMap((at) => demands[at] ?? []) ?? []),
    ),
  };
}

/** Pods that are placed alike, or all on one node. */
interface Unit {
  readonly indices: readonly number[];
  readonly group: Omit<PodBatch, "apartFrom">;
  /** Demands, by position, that it shares no node with. */
  readonly apartFrom: ReadonlySet<number>;
}

function unitOf(
  indices: readonly number[],
  demands: readonly PodDemand[],
  apart: readonly ReadonlySet<number>[],
): Unit {
  const of = indices.flatMap((index) => demands[index] ?? []);
  const own = new Set(indices);
  const others = indices.flatMap((index) => [...(apart[index] ?? [])]);
  const alone = others.some((other) => own.has(other));
  const [first] = of;
  const together = of.length > 1 || (first?.nodeVolumes ?? []).length > 0;
  const pods = together ? of.reduce((sum, { count }) => sum + count, 0) : 1;
  return {
    indices,
    group: {
      count: together ? 1 : (first?.count ?? 0),
      requests: { ...(together ? sumOf(of) : first?.resources.requests), pods },
      places: of.map(({ place }) => place),
      // Pods that must share a node and must not: nothing holds them.
      perNode: alone ? (together && pods > 1 ? 0 : 1) : Infinity,
      maxSkew: together || first === undefined ? undefined : hostSpread(first),
    },
    apartFrom: new Set(others.filter((other) => !own.has(other))),
  };
}

function sumOf(demands: readonly PodDemand[]): ResourceAmounts {
  const sum: Record<string, number> = {};
  for (const { resources, count } of demands)
    for (const [resource, amount] of Object.entries(resources.requests))
      sum[resource] = (sum[resource] ?? 0) + amount * count;
  return sum;
}

/** Positions of demands that a volume, or a chain of them, holds on one node; each other by itself. */
function sharingNodes(demands: readonly PodDemand[]): readonly (readonly number[])[] {
  const groups: { indices: number[]; volumes: Set<string> }[] = [];
  const alone: number[][] = [];
  demands.forEach(({ nodeVolumes }, index) => {
    if (nodeVolumes.length === 0) {
      alone.push([index]);
      return;
    }
    const group = { indices: [index], volumes: new Set(nodeVolumes) };
    const linked = groups.filter(({ volumes }) =>
      nodeVolumes.some((volume) => volumes.has(volume)),
    );
    for (const other of linked) {
      groups.splice(groups.indexOf(other), 1);
      group.indices.unshift(...other.indices);
      for (const volume of other.volumes) group.volumes.add(volume);
    }
    groups.push(group);
  });
  return [...groups.map(({ indices }) => indices), ...alone];
}

/** Units of one key are interchangeable; those that keep apart from others never are. */
function keyOf(units: readonly Unit[], index: number): string {
  const unit = units[index];
  if (unit === undefined || unit.apartFrom.size > 0 || unit.group.perNode !== Infinity) {
    return String(index);
  }
  const { requests, places, maxSkew } = unit.group;
  return JSON.stringify([requests, places, maxSkew === undefined ? "" : index]);
}
