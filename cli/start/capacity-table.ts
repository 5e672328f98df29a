import Table from "cli-table3";
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
  no: "does not fit: see capacity below",
  unknown: "not proven to fit: see capacity below",
};

/** A table of the nodes that each pool needs at maximum scale, and how full it is then. */
export function renderCapacity(rows: readonly EnvironmentCapacity[]): string {
  const table = new Table({
    head: ["environment", "nodes at maximum scale", "needed", "tightest resource"],
    style: { head: [], border: [] },
  });
  for (const { environment, fits, pools } of rows) {
    if (pools.length === 0) table.push([environment, VERDICTS[fits], "", ""]);
    for (const pool of pools) table.push([environment, pool.pool, needed(pool), tightest(pool)]);
  }
  return `${table.toString()}\n`;
}

function needed({ nodesNeeded, nodesMax }: PoolCapacity): string {
  return `${nodesNeeded} of ${nodesMax}`;
}

function tightest({ tightest: { resource, used } }: PoolCapacity): string {
  return `${resource} ${Math.round(used * 100)} %`;
}
