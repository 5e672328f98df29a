import type { Refusal } from "../../environments/nodes/placement";
import { type Arrangement, arrange } from "./arrangement";
import { daemonsOn, nodesWithRoom, refusalsOfPlace } from "./node-room";
import { pack } from "./packing/pack";
import type { Pool, PodDemand, Situation } from "./situation";

/** Something of a situation that does not work out. */
export type Misfit =
  /** The DaemonSets of a pool ask for more than its nodes have. */
  | {
      readonly kind: "daemons";
      readonly demands: readonly PodDemand[];
      readonly pool: Pool;
      readonly resource: string;
      readonly asked: number;
      readonly available: number;
    }
  /** No pool accepts the pods, requests aside. */
  | {
      readonly kind: "refused";
      readonly demands: readonly [PodDemand];
      readonly reasons: readonly { readonly pool: Pool; readonly refusals: readonly Refusal[] }[];
    }
  /** Pools accept the pods, but one of them is too large for a node; or all of them, where volumes hold them together. */
  | {
      readonly kind: "too-large";
      /** One; or several, or all pods of one, that a volume holds on one node. */
      readonly demands: readonly PodDemand[];
      readonly oneNode: boolean;
      /** Of each pool that accepts them what is short; empty: no pool accepts all of them. */
      readonly short: readonly {
        readonly pool: Pool;
        readonly resources: readonly ShortResource[];
      }[];
    }
  /** All of them together do not fit into the pools that they can go to: proven. */
  | {
      readonly kind: "together";
      readonly demands: readonly PodDemand[];
      readonly pools: readonly Pool[];
      /** Undefined: shown by trying every placement, or nodes are what is short. */
      readonly resource: string | undefined;
      /** What is compared: an amount of the resource, or pods; undefined: every placement was tried. */
      readonly unit: "amount" | "pods" | undefined;
      readonly asked: number;
      readonly available: number;
    }
  /** No placement was found, none was proven impossible. */
  | {
      readonly kind: "unproven";
      readonly demands: readonly PodDemand[];
      readonly pools: readonly Pool[];
    };

/** A resource of which a pod asks more than a node has left beside its DaemonSets. */
export interface ShortResource {
  readonly resource: string;
  readonly requested: number;
  readonly available: number;
}

/** More findings of one kind help nobody. */
const MOST_TOGETHER = 5;

/** All misfits; each is about pods of its own, and looked for as if the ones before it were not there. */
export function misfitsOf(situation: Situation): readonly Misfit[] {
  const lone = loneMisfits(situation);
  return [...lone, ...jointMisfits(withoutMisfits(situation, lone))];
}

/** Misfits that show before pods are packed: pods without any node that would take them, DaemonSets that are too much. */
export function loneMisfits(situation: Situation): readonly Misfit[] {
  return [
    ...situation.pools.flatMap((pool) => daemonMisfit(pool, situation)),
    ...placeMisfits(situation),
  ];
}

/** The situation without the pods that misfits are about. */
export function withoutMisfits(situation: Situation, misfits: readonly Misfit[]): Situation {
  const left = new Set<PodDemand>(misfits.flatMap(({ demands }) => demands));
  return { ...situation, demands: situation.demands.filter((demand) => !left.has(demand)) };
}

function daemonMisfit(pool: Pool, { demands }: Situation): readonly Misfit[] {
  if (pool.max === 0) return [];
  const daemons = daemonsOn(pool, demands);
  const resources = new Set([
    "pods",
    ...daemons.flatMap((of) => Object.keys(of.resources.requests)),
  ]);
  const short = [...resources].flatMap((resource) => {
    const asked = daemons.reduce((sum, daemon) => sum + (requestsOf(daemon)[resource] ?? 0), 0);
    const available = pool.node.allocatable[resource] ?? 0;
    return asked > available ? [{ resource, asked, available }] : [];
  });
  const [first] = short;
  if (first === undefined) return [];
  const asking = daemons.filter((daemon) => (requestsOf(daemon)[first.resource] ?? 0) > 0);
  return [{ kind: "daemons", demands: asking, pool, ...first }];
}

/** Pods that no node would take even if it were empty. */
function placeMisfits(situation: Situation): readonly Misfit[] {
  const nodes = nodesWithRoom(situation);
  const known = new Map<string, readonly (readonly Refusal[])[]>();
  return situation.demands.flatMap((demand): readonly Misfit[] => {
    if (demand.everyNode || demand.count === 0) return [];
    const key = JSON.stringify(demand.place);
    const refusals =
      known.get(key) ?? situation.pools.map((pool) => refusalsOfPlace(pool, demand.place));
    known.set(key, refusals);
    const places = situation.pools.map((pool, index) => ({
      pool,
      refusals: pool.max === 0 ? NO_NODES : (refusals[index] ?? []),
      resources: shortOn(nodes[index]?.node.allocatable ?? {}, demand),
    }));
    const accepting = places.filter((place) => place.refusals.length === 0);
    if (accepting.length === 0) return [{ kind: "refused", demands: [demand], reasons: places }];
    return accepting.some(({ resources }) => resources.length === 0)
      ? []
      : [{ kind: "too-large", demands: [demand], oneNode: false, short: accepting }];
  });
}

/** A pool that may have no nodes accepts nothing; why otherwise does not matter. */
const NO_NODES: readonly Refusal[] = [
  { kind: "resource", resource: "pods", requested: 1, available: 0 },
];

function shortOn(
  room: Readonly<Record<string, number>>,
  demand: PodDemand,
): readonly ShortResource[] {
  return Object.entries(requestsOf(demand)).flatMap(([resource, requested]) => {
    const available = Math.max(0, room[resource] ?? 0);
    return requested > available ? [{ resource, requested, available }] : [];
  });
}

function jointMisfits(situation: Situation): readonly Misfit[] {
  const found: Misfit[] = [];
  let rest = situation;
  while (found.length < MOST_TOGETHER) {
    const misfit = jointMisfit(rest);
    if (misfit === undefined) break;
    found.push(misfit);
    rest = withoutMisfits(rest, [misfit]);
  }
  return found;
}

function jointMisfit(situation: Situation): Misfit | undefined {
  const arrangement = arrange(situation);
  const packing = pack(arrangement.problem);
  if (packing.fits === "yes") return undefined;
  const demands = (pods: readonly number[]) => demandsOfClasses(arrangement, pods);
  const pools = (nodes: readonly number[]) =>
    nodes.flatMap((index) => situation.pools[index] ?? []);
  const { part } = packing;
  if (packing.fits === "unknown") {
    return { kind: "unproven", demands: demands(part.pods), pools: pools(part.nodes) };
  }
  const { shortage } = packing;
  if (shortage === undefined) {
    return {
      kind: "together",
      demands: demands(part.pods),
      pools: pools(part.nodes),
      resource: undefined,
      unit: undefined,
      asked: 0,
      available: 0,
    };
  }
  if (shortage.nodes.length === 0) return oneNodeMisfit(arrangement, shortage.pods, situation);
  const { resource, unit, asked, available } = shortage;
  return {
    kind: "together",
    demands: demands(shortage.pods),
    pools: pools(shortage.nodes),
    resource: resource === undefined ? undefined : arrangement.problem.resources[resource],
    unit,
    asked,
    available,
  };
}

/** Each pod has a node by itself, or it would have been found before: it is volumes that ask for one node. */
function oneNodeMisfit(
  arrangement: Arrangement,
  classes: readonly number[],
  { pools }: Situation,
): Misfit {
  const { problem } = arrangement;
  const [index = -1] = classes;
  const pod = problem.pods[index];
  const accepting = pools.flatMap((pool, at) => {
    if (pod?.accepted[at] !== true) return [];
    const resources = problem.resources.flatMap((resource, position) => {
      const requested = pod.needs[position] ?? 0;
      const available = Math.max(0, problem.nodes[at]?.room[position] ?? 0);
      return requested > available ? [{ resource, requested, available }] : [];
    });
    return [{ pool, resources }];
  });
  return {
    kind: "too-large",
    demands: demandsOfClasses(arrangement, [index]),
    oneNode: true,
    short: accepting,
  };
}

function demandsOfClasses({ members }: Arrangement, pods: readonly number[]): readonly PodDemand[] {
  return pods.flatMap((index) => members[index] ?? []);
}

function requestsOf({ resources }: PodDemand): Readonly<Record<string, number>> {
  return { pods: 1, ...resources.requests };
}
