import { refusalsOfPlace } from "../../../rules/capacity/node-room";
import type { Situation } from "../../../rules/capacity/situation";
import type { Loop } from "../../../testbed/model/loop";
import { measure } from "../../../testbed/model/measures";
import type { Scenario } from "../../../testbed/model/scenario";
import { type Sample, simulate } from "../../../testbed/model/simulation";

/** When the jobs come, seconds from the start: the loop is at rest by then. */
const ARRIVAL = 600;
/** One seed: moments at which controllers look are the only chance in it. */
const SEED = 1;
/** What is simulated at most, seconds. */
const LONGEST = 24 * 3600;

/** Jobs that come all at once. */
export interface Burst {
  readonly jobs: number;
  /** How long a worker takes for each, seconds. */
  readonly seconds: number;
}

/** What the jobs of a burst wait. */
export interface WhatIfWaiting {
  /** Seconds, from the queue to a worker. */
  readonly p50: number;
  readonly p95: number;
  /** Jobs that ran at a time. */
  readonly mostRunning: number;
  /** Not done when the simulation ended. */
  readonly unfinished: number;
  /** Over the time from a minute before the burst to the last job's end. */
  readonly samples: readonly Sample[];
}

/**
 * A burst on a worker's loop, in the model of `npm run simulate`.
 *
 * @param placed pods of the worker that have a place: no more run
 */
export function waitingOf(
  loop: Loop,
  worker: string,
  situation: Situation,
  placed: number,
  burst: Burst,
): WhatIfWaiting | undefined {
  if (placed === 0) return undefined;
  const most = Math.max(1, placed);
  const rounds = Math.ceil(burst.jobs / most) + 2;
  const seconds = Math.min(LONGEST, ARRIVAL + rounds * (burst.seconds + 300) + 1800);
  const scenario: Scenario = {
    name: "what-if",
    title: "jobs that come all at once",
    seconds,
    jobs: () => Array.from({ length: burst.jobs }, () => ({ at: ARRIVAL, seconds: burst.seconds })),
  };
  const changed: Loop = {
    ...loop,
    minReplicas: Math.min(loop.minReplicas, most),
    maxReplicas: most,
    nodes: { ...loop.nodes, ...nodesFor(worker, situation) },
  };
  const trace = simulate(changed, scenario, SEED);
  const { waitP50, waitP95, mostRunning, unfinished } = measure([trace]);
  const end = Math.max(ARRIVAL, ...trace.jobs.map(({ finishedAt }) => finishedAt ?? seconds));
  return {
    p50: waitP50,
    p95: waitP95,
    mostRunning,
    unfinished,
    samples: trace.samples.filter(({ at }) => at >= ARRIVAL - 60 && at <= end + 60),
  };
}

/** Nodes of the pools that accept the worker. */
function nodesFor(
  worker: string,
  { pools, demands }: Situation,
): Pick<Loop["nodes"], "min" | "max"> {
  const place = demands.find(({ name }) => name === worker)?.place ?? {};
  const takers = pools.filter((pool) => refusalsOfPlace(pool, place).length === 0);
  const total = (value: (pool: Situation["pools"][number]) => number) =>
    takers.reduce((sum, pool) => sum + value(pool), 0);
  return { min: total(({ min }) => min), max: total(({ max }) => max) };
}
