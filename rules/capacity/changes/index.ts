import type { EnvironmentSpec } from "../../../environments/schema";
import { largestFirst } from "../largest-first";
import { arrange } from "../arrangement";
import { loneMisfits } from "../lone-misfits";
import type { Misfit, ShortResource } from "../misfit";
import { fitsSimply } from "../packing/pack";
import type { Situation } from "../situation";
import { type CapacityChange, type Holds, twoSmallest } from "./change";
import { labelPool, letPodsTo } from "./place-changes";
import { lowerCount, lowerResources, type ResourceOf } from "./pod-changes";
import { anotherPool, largerNodes } from "./node-size-changes";
import { moreNodes } from "./pool-changes";

export type { CapacityChange } from "./change";

/** Of many workloads only those that ask for most are tried. */
const MOST_TRIED = 4;

/** What can be done about a misfit. */
export interface Remedies {
  /** The two smallest changes, of different kinds; fewer where no more are found. */
  readonly changes: readonly CapacityChange[];
  /** Each of them makes the situation work out by itself; if not, it takes the misfit away and uncovers another. */
  readonly complete: boolean;
}

/** @param situation the misfit is the only one in it */
export function remediesFor(
  misfit: Misfit,
  situation: Situation,
  spec: EnvironmentSpec | undefined,
): Remedies {
  const complete = twoSmallest(candidates(misfit, situation, spec, worksOut));
  if (complete.length > 0) return { changes: complete, complete: true };
  const isGone: Holds = (next) => loneMisfits(next).length === 0;
  const isLone = misfit.kind !== "together" && misfit.kind !== "unproven";
  return {
    changes: isLone ? twoSmallest(candidates(misfit, situation, spec, isGone)) : [],
    complete: false,
  };
}

/** Whether all pods have their place, shown by a placement. */
export function worksOut(situation: Situation): boolean {
  return loneMisfits(situation).length === 0 && fitsSimply(arrange(situation).problem);
}

function candidates(
  misfit: Misfit,
  situation: Situation,
  spec: EnvironmentSpec | undefined,
  holds: Holds,
): readonly (CapacityChange | undefined)[] {
  const trying = [situation, holds, spec] as const;
  switch (misfit.kind) {
    case "refused": {
      const [demand] = misfit.demands;
      const nearest = [...misfit.reasons]
        .sort((left, right) => left.refusals.length - right.refusals.length)
        .slice(0, MOST_TRIED);
      return nearest.flatMap(({ pool }) => [
        labelPool(pool, demand, ...trying),
        letPodsTo(pool, demand, situation, holds),
      ]);
    }
    case "daemons": {
      const { resource, asked: requested, available } = misfit;
      return [
        ...misfit.demands.map((demand) =>
          lowerResources(demand, requestsOf([resource]), ...trying),
        ),
        largerNodes(misfit.pool, [{ resource, requested, available }], ...trying),
      ];
    }
    case "too-large":
      return [
        ...misfit.short.flatMap(({ pool, resources }) => [
          largerNodes(pool, resources, ...trying),
          ...misfit.demands.flatMap((demand) => [
            lowerResources(demand, requestsOf(names(resources)), ...trying),
            misfit.oneNode ? undefined : anotherPool(pool, resources, demand, ...trying),
          ]),
        ]),
        ...misfit.demands.flatMap((demand) =>
          misfit.oneNode
            ? [lowerCount(demand, ...trying)]
            : situation.pools.map((pool) => letPodsTo(pool, demand, situation, holds)),
        ),
      ];
    case "together":
    case "unproven": {
      const known = misfit.kind === "together" ? misfit.resource : undefined;
      const resources = known === undefined ? ["cpu", "memory"] : [known];
      const largest = largestFirst(misfit.demands, resources).slice(0, MOST_TRIED);
      return [
        ...misfit.pools.slice(0, MOST_TRIED).map((pool) => moreNodes(pool, ...trying)),
        ...largest.map((demand) => lowerCount(demand, ...trying)),
        ...largest.flatMap((demand) =>
          resources.map((resource) => lowerResources(demand, requestsOf([resource]), ...trying)),
        ),
      ];
    }
    default:
      return misfit satisfies never;
  }
}

function requestsOf(resources: readonly string[]): readonly ResourceOf[] {
  return resources.map((resource) => ({ of: "requests", resource }));
}

function names(resources: readonly ShortResource[]): readonly string[] {
  return resources.map(({ resource }) => resource);
}
