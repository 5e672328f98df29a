import { type Arrangement, arrange } from "./arrangement";
import { type Misfit, withoutMisfits } from "./misfit";
import { pack } from "./packing/pack";
import type { PodDemand, Situation } from "./situation";

/** More findings of one kind are of no use. */
const MOST_TOGETHER = 5;

/** Misfits that show only when pods are packed together; at most a few. */
export function jointMisfits(situation: Situation): readonly Misfit[] {
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
