import type { Misfit } from "./misfit";
import { misfitsOf } from "./misfits";
import { poolUses } from "./pool-uses";
import type { PodDemand, Situation } from "./situation";

/** What placements were found before: environments differ in names more often than in pods and nodes. */
interface Known {
  /** Whether every pod has its place; undefined: not asked. */
  fits?: true;
  uses?: ReturnType<typeof poolUses>;
}

const known = new Map<string, Known>();
/** Each takes some tens of kilobytes. */
const MOST_KNOWN = 32;

/** As `misfitsOf`, at once where pods and nodes like these are known to have none. */
export function knownMisfits(situation: Situation): readonly Misfit[] {
  const before = knownOf(situation);
  if (before.fits) return [];
  const misfits = misfitsOf(situation);
  if (misfits.length === 0) before.fits = true;
  return misfits;
}

/** As `poolUses`, at once where pods and nodes like these are known. */
export function knownPoolUses(situation: Situation): ReturnType<typeof poolUses> {
  const before = knownOf(situation);
  before.uses ??= poolUses(situation);
  return before.uses;
}

const knownBySituation = new WeakMap<Situation, Known>();

function knownOf(situation: Situation): Known {
  const same = knownBySituation.get(situation);
  if (same !== undefined) return same;
  const text = placementText(situation);
  const found = known.get(text) ?? {};
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, found);
  knownBySituation.set(situation, found);
  return found;
}

/** All that a placement depends on: not who owns the pods, and where that is written. */
function placementText({ pools, demands }: Situation): string {
  return JSON.stringify([
    pools.map(({ name, node, min, max }) => ({ name, node, min, max })),
    demands.map(ofPods),
  ]);
}

function ofPods({ owner: _, autoscaler: __, name: ___, ...pods }: PodDemand) {
  return pods;
}
