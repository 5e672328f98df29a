import type { Loop } from "./loop";
import type { Scenario } from "./scenario";
import type { Trace } from "./simulation";

/**
 * The burst of `npm run local -- burst` as a scenario: 24 jobs of 4 seconds on
 * the local environment, whose HPA controller looks every 5 s and whose pods are
 * ready at once but for the start of Python.
 */
export const REAL_BURST: Scenario = {
  name: "real-burst",
  title: "24 jobs of 4 s on the testbed",
  seconds: 600,
  surroundings: { hpaSyncSeconds: 5, podStartSeconds: 1, nodeSeconds: 0 },
  jobs: () => Array.from({ length: 24 }, () => ({ at: AT, seconds: 4 })),
};
const AT = 100;

/** What is looked at in a burst: seconds from the moment of the jobs. */
export interface BurstTimes {
  /** As many workers as may be are wanted. */
  readonly scaledOut: number;
  readonly lastJobDone: number;
  /** The minimum is wanted again. */
  readonly scaledIn: number;
}

/**
 * Seen on the testbed with real KEDA, HPA controller, Redis and RQ, on 2026-11-24
 * (testbed/README.md) and three times on 2026-11-25; looked at every one to two
 * seconds.
 */
export const SEEN: readonly BurstTimes[] = [
  { scaledOut: 2, lastJobDone: 27, scaledIn: 52 },
  { scaledOut: 5, lastJobDone: 28, scaledIn: 55 },
  { scaledOut: 2, lastJobDone: 26, scaledIn: 52 },
  { scaledOut: 3, lastJobDone: 28, scaledIn: 54 },
];

/** The same of a trace. */
export function burstTimes(
  { decisions, jobs }: Trace,
  { minReplicas, maxReplicas }: Loop,
): BurstTimes {
  const at = (replicas: number, after: number) =>
    (decisions.find((one) => one.at >= after && one.wanted === replicas)?.at ?? Number.NaN) - AT;
  const scaledOut = at(maxReplicas, AT);
  return {
    scaledOut,
    lastJobDone: Math.max(...jobs.map(({ finishedAt }) => finishedAt ?? Number.NaN)) - AT,
    scaledIn: at(minReplicas, AT + scaledOut),
  };
}
