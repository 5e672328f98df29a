import type { EnvironmentSpec } from "../../environments/schema";
import { type Finding, findingAt } from "../engine/rule";
import { type Assumption, assumptionFor } from "./assumed-labels";
import { labelPool } from "./changes/place-changes";
import { startWithOne } from "./changes/pool-changes";
import { fixText } from "./fix-text";
import { refusalsOfPlace } from "./node-room";
import type { Pool, PodDemand, Situation } from "./situation";

/** A situation whose pods ask for no label that nodes get at boot, and what is to be said of those that did. */
export interface Assumed {
  readonly situation: Situation;
  readonly findings: readonly Finding[];
}

/** Takes labels that only a running node has as met, where no pool accepts the pods otherwise. */
export function assumeLabels(rule: string, situation: Situation, spec: EnvironmentSpec): Assumed {
  const findings: Finding[] = [];
  const demands = situation.demands.map((demand) => {
    if (demand.everyNode || accepting(situation, demand).length > 0) return demand;
    const assumption = assumptionFor(demand, situation.pools);
    const pools = assumption === undefined ? [] : accepting(situation, assumption.demand);
    const [pool] = pools;
    if (assumption === undefined || pool === undefined) return demand;
    const atZero = spec.cluster.kind === "eks" && pools.every(({ min }) => min === 0);
    findings.push(
      assumption.discovered && atZero
        ? notSeen(rule, demand, assumption, pools, situation, spec)
        : notKnown(rule, demand, assumption, pools),
    );
    return assumption.demand;
  });
  return { situation: { ...situation, demands }, findings };
}

function notSeen(
  rule: string,
  demand: PodDemand,
  { labels }: Assumption,
  pools: readonly Pool[],
  situation: Situation,
  spec: EnvironmentSpec,
): Finding {
  const accepts = (next: Situation) => accepting(next, demand).length > 0;
  return findingAt(demand.owner, {
    rule,
    severity: "error",
    message: `selects nodes by ${labels.join(", ")}, found out on a running node only: while ${names(pools)} ${pools.length === 1 ? "is" : "are"} at zero the autoscaler does not see that its pods fit, and makes no node`,
    fix: fixText(
      pools
        .slice(0, 1)
        .flatMap((pool) => [
          labelPool(pool, demand, situation, accepts, spec),
          startWithOne(pool, situation, () => true, spec),
        ]),
    ),
  });
}

function notKnown(
  rule: string,
  demand: PodDemand,
  { labels }: Assumption,
  pools: readonly Pool[],
): Finding {
  return findingAt(demand.owner, {
    rule,
    severity: "warning",
    message: `selects nodes by ${labels.join(", ")}, which they get at boot with a value that no data tells: taken as met on ${names(pools)}`,
    fix: `select them by a label of cluster.pools or cluster.machines, e.g. ${ownLabel(pools)}`,
  });
}

function accepting({ pools }: Situation, demand: PodDemand): readonly Pool[] {
  return pools.filter((pool) => pool.max > 0 && refusalsOfPlace(pool, demand.place).length === 0);
}

function names(pools: readonly Pool[]): string {
  return pools.map(({ name }) => name).join(", ");
}

function ownLabel([pool]: readonly Pool[]): string {
  const [label] = Object.entries(pool?.node.labels ?? {});
  return label === undefined ? "one that is added there" : `${label[0]}: "${label[1]}"`;
}
