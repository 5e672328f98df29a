import { renderTable } from "../../runtime/table";
import type { CapacitySummary, PoolCapacity } from "../../rules/capacity/summary";
import type { SynthesizedEnvironment } from "../synthesis/synthesize";

/** An environment's nodes at maximum scale. */
export interface EnvironmentCapacity extends CapacitySummary {
  readonly environment: string;
}

/** Figures of every environment whose nodes are known. */
export function capacities(
  environments: readonly SynthesizedEnvironment[],
): readonly EnvironmentCapacity[] {
  return environments.flatMap(({ spec, capacity }) =>
    capacity === undefined ? [] : [{ environment: spec.name, ...capacity }],
  );
}

/** What an environment shows that has no figures for its pools. */
const VERDICTS: Readonly<Record<CapacitySummary["fits"], string>> = {
  yes: "fits",
  no: "does not fit: see the rule capacity",
  unknown: "not proven to fit: see the rule capacity",
};

/** A table of the nodes that each pool needs at maximum scale, and how full it is then. */
export function renderCapacity(rows: readonly EnvironmentCapacity[]): string {
  return renderTable({
    head: ["environment", "nodes at maximum scale", "needed", "tightest resource"],
    rows: rows.flatMap(({ environment, fits, pools }) =>
      pools.length === 0
        ? [[environment, VERDICTS[fits], "", ""]]
        : pools.map((pool) => [environment, pool.pool, needed(pool), tightest(pool)]),
    ),
  });
}

/** The same in a few words: the pool that is fullest. */
export function capacityInWords({ fits, pools }: CapacitySummary): string {
  if (fits !== "yes") return VERDICTS[fits];
  const [fullest] = pools.toSorted((left, right) => right.tightest.used - left.tightest.used);
  if (fullest === undefined) return VERDICTS.yes;
  const { pool, nodesNeeded, nodesMax, tightest: most } = fullest;
  return `${pool} ${nodesNeeded}/${nodesMax}, ${most.resource} ${percent(most.used)}%`;
}

function needed({ nodesNeeded, nodesMax }: PoolCapacity): string {
  return `${nodesNeeded} of ${nodesMax}`;
}

function tightest({ tightest: { resource, used } }: PoolCapacity): string {
  return `${resource} ${percent(used)} %`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}
