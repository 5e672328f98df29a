import type { Refusal } from "../../environments/nodes/placement";
import type { Misfit, ShortResource } from "./misfit";
import { daemonsOn, nodesWithRoom, refusalsOfPlace } from "./node-room";
import type { Pool, PodDemand, Situation } from "./situation";

/** Misfits that show before pods are packed: pods without any node that would take them, DaemonSets that are too much. */
export function loneMisfits(situation: Situation): readonly Misfit[] {
  return [
    ...situation.pools.flatMap((pool) => daemonMisfit(pool, situation)),
    ...placeMisfits(situation),
  ];
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

function requestsOf({ resources }: PodDemand): Readonly<Record<string, number>> {
  return { pods: 1, ...resources.requests };
}
