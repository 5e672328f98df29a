import type { QueueName } from "../../queues";
import type { Loop } from "./loop";
import type { Scenario } from "./scenario";
import type { Trace } from "./simulation";

/** What is looked at in a burst: seconds from the moment of the jobs. */
export interface BurstTimes {
  /** As many workers as may be are wanted, or take jobs. */
  readonly scaledOut: number;
  readonly lastJobDone: number;
  /** The minimum is wanted again. */
  readonly scaledIn: number;
}

/** A burst that was seen on the testbed, with the real components. */
export interface SeenBurst {
  readonly library: QueueName;
  /** Whose worker it was; undefined: the first application's. */
  readonly application: string | undefined;
  /** What it is, as the beginning of a sentence. */
  readonly what: string;
  readonly scenario: Scenario;
  /** What `scaledOut` was seen by. */
  readonly scaledOutBy: "wanted" | "ready";
  readonly times: readonly BurstTimes[];
}

const AT = 100;
const JOBS = 24;
/** The testbed's HPA controller looks every 5 s; its nodes are there. */
const TESTBED = { hpaSyncSeconds: 5, nodeSeconds: 0 } as const;

function scenarioOf(
  seconds: number,
  { podStartSeconds, enqueueSeconds }: { podStartSeconds: number; enqueueSeconds: number },
): Scenario {
  return {
    name: "real-burst",
    title: `${JOBS} jobs of ${seconds} s on the testbed`,
    seconds: 600,
    surroundings: { ...TESTBED, podStartSeconds },
    jobs: () => Array.from({ length: JOBS }, () => ({ at: AT + enqueueSeconds, seconds })),
  };
}

/**
 * Seen with real KEDA, HPA controller, Redis and queue library; looked at every
 * one to two seconds. A pod is ready at once but for the start of Python.
 */
export const SEEN_BURSTS: readonly SeenBurst[] = [
  {
    library: "rq",
    application: undefined,
    what: `The burst of \`npm run local -- burst\`, ${JOBS} jobs of 4 s`,
    scenario: scenarioOf(4, { podStartSeconds: 1, enqueueSeconds: 0 }),
    scaledOutBy: "wanted",
    // On 2026-11-24 (testbed/README.md), and three times on 2026-11-25.
    times: [
      { scaledOut: 2, lastJobDone: 27, scaledIn: 52 },
      { scaledOut: 5, lastJobDone: 28, scaledIn: 55 },
      { scaledOut: 2, lastJobDone: 26, scaledIn: 52 },
      { scaledOut: 3, lastJobDone: 28, scaledIn: 54 },
    ],
  },
  {
    library: "celery",
    application: "thumbnails",
    what: `The burst of the end-to-end phase \`second-application\`, ${JOBS} jobs of 6 s`,
    // Its clock starts before the program that puts the jobs there: 2 to 3 s; a worker of Celery starts in 3 s.
    scenario: scenarioOf(6, { podStartSeconds: 3, enqueueSeconds: 2 }),
    scaledOutBy: "ready",
    // Three runs up to 2026-11-29, applications/examples/thumbnails.ts beside the first application.
    times: [
      { scaledOut: 9, lastJobDone: 58, scaledIn: 91 },
      { scaledOut: 11, lastJobDone: 60, scaledIn: 89 },
      { scaledOut: 14, lastJobDone: 66, scaledIn: 97 },
    ],
  },
];

/** The same of a trace. */
export function burstTimes(
  { scalings, jobs, pods }: Trace,
  { minReplicas, maxReplicas }: Loop,
  scaledOutBy: SeenBurst["scaledOutBy"],
): BurstTimes {
  const wanted = (replicas: number, after: number) =>
    scalings.find((one) => one.at >= after && one.replicas === replicas)?.at ?? Number.NaN;
  const ready = pods
    .map(({ readyAt }) => readyAt ?? Number.NaN)
    .sort((left, right) => left - right);
  const out = wanted(maxReplicas, AT);
  return {
    scaledOut: (scaledOutBy === "wanted" ? out : (ready[maxReplicas - 1] ?? Number.NaN)) - AT,
    lastJobDone: Math.max(...jobs.map(({ finishedAt }) => finishedAt ?? Number.NaN)) - AT,
    scaledIn: wanted(minReplicas, out) - AT,
  };
}
