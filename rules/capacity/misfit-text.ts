import { describeAmount, describeRefusal } from "../../environments/nodes/describe-refusal";
import { largestFirst } from "./largest-first";
import type { Misfit, ShortResource } from "./misfit";
import type { Pool, PodDemand } from "./situation";

/** More of a kind are counted, not named. */
const MOST_NAMED = 3;

/** The pods that a misfit names: those that ask for most. */
export function subjectOf(misfit: Misfit): readonly PodDemand[] {
  const known =
    misfit.kind === "together" || misfit.kind === "daemons" ? misfit.resource : undefined;
  return largestFirst(misfit.demands, known === undefined ? [] : [known]).slice(0, 1);
}

/** A misfit in words, without the name of its subject where that is the only one. */
export function describeMisfit(misfit: Misfit): string {
  switch (misfit.kind) {
    case "refused": {
      const reasons = misfit.reasons.map(({ pool, refusals: [refusal] }) =>
        refusal === undefined ? pool.name : `${pool.name}: ${describeRefusal(refusal)}`,
      );
      return `no node accepts its pods, they stay Pending (${named(reasons, "more")})`;
    }
    case "too-large":
      return tooLarge(misfit.short, misfit.demands, misfit.oneNode);
    case "daemons": {
      const { resource, asked, available, pool, demands } = misfit;
      return `its pods ${demands.length > 1 ? `and those of ${demands.length - 1} other DaemonSets ` : ""}ask for ${resource} ${most(resource, asked)} on each node of ${pool.name}, which has ${fewest(resource, available)}`;
    }
    case "together":
      return `does not fit at maximum scale, the last pods stay Pending: ${together(misfit)}`;
    case "unproven":
      return `may not fit at maximum scale: no placement of ${podsText(misfit.demands, [])} on ${poolsText(misfit.pools)} was found, and none was proven impossible`;
    default:
      return misfit satisfies never;
  }
}

function tooLarge(
  short: Extract<Misfit, { kind: "too-large" }>["short"],
  demands: readonly PodDemand[],
  oneNode: boolean,
): string {
  const nearest = [...short].sort((left, right) => left.resources.length - right.resources.length);
  const where = named(
    nearest.map(({ pool, resources }) => `${pool.name}: ${resources.map(shortText).join(" and ")}`),
    "more",
  );
  if (!oneNode) {
    return `one pod asks for more than a node has beside its DaemonSets, it stays Pending (${where})`;
  }
  const held = `a volume holds ${podsText(demands, [])} on one node`;
  return short.length === 0
    ? `${held}, and no node accepts all of them`
    : `${held}, and none has room for all of them (${where})`;
}

function shortText({ resource, requested, available }: ShortResource): string {
  return `${resource} ${most(resource, requested)} of ${fewest(resource, available)}`;
}

function together(misfit: Extract<Misfit, { kind: "together" }>): string {
  const { demands, pools, resource, unit, asked, available } = misfit;
  const pods = podsText(demands, resource === undefined ? [] : [resource]);
  const where = poolsText(pools);
  switch (unit) {
    case "amount":
      return `${pods} ask for ${resource} ${most(resource ?? "", asked)}, and ${where} ${has(pools)} ${fewest(resource ?? "", available)} for them`;
    case "pods":
      return resource === undefined
        ? `of ${pods}, which share no node, ${where} ${hold(pools)} ${available}`
        : `of ${pods} ${where} ${hold(pools)} ${available} by ${resource}, a node's rest is too small for one more`;
    case undefined:
      return `every placement of ${pods} on ${where} was tried`;
    default:
      return unit satisfies never;
  }
}

function has(pools: readonly Pool[]): string {
  return isOne(pools) ? "has" : "have";
}

function hold(pools: readonly Pool[]): string {
  return isOne(pools) ? "holds" : "hold";
}

/** Whether the text of these pools is in the singular. */
function isOne([first, ...others]: readonly Pool[]): boolean {
  return others.length === 0 && !(first?.source.kind === "nodes" && first.max > 1);
}

/** `24 pods of Deployment app/worker and …`, those that ask for most first. */
function podsText(demands: readonly PodDemand[], resources: readonly string[]): string {
  const pods = largestFirst(demands, resources).map(
    ({ count, name }) => `${count} ${count === 1 ? "pod" : "pods"} of ${name}`,
  );
  return named(pods, "other workloads");
}

/** Pools with the nodes that they may have. */
function poolsText(pools: readonly Pool[]): string {
  return named(pools.map(poolText), "more");
}

function poolText({ name, max, source }: Pool): string {
  switch (source.kind) {
    case "pool":
      return `pool ${name} (at most ${max} ${max === 1 ? "node" : "nodes"})`;
    case "machine":
      return `machine ${name}`;
    case "nodes":
      return max === 1 ? `node ${name}` : `${max} nodes like ${name}`;
    default:
      return source satisfies never;
  }
}

function named(texts: readonly string[], rest: string): string {
  const first = texts.slice(0, MOST_NAMED).join(", ");
  return texts.length > MOST_NAMED ? `${first} and ${texts.length - MOST_NAMED} ${rest}` : first;
}

function most(resource: string, amount: number): string {
  return describeAmount(resource, amount, Math.ceil);
}

function fewest(resource: string, amount: number): string {
  return describeAmount(resource, amount, Math.floor);
}
