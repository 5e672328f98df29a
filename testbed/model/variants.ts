import type { QueueName } from "../../queues";
import type { JobPlace } from "./library";
import type { Loop } from "./loop";

/** The loop with one thing different. */
export interface Variant {
  readonly name: string;
  /** What is different, in words. */
  readonly title: string;
  /**
   * The queue library that alone has what it changes.
   *
   * @default every library
   */
  readonly library?: QueueName;
  change(loop: Loop): Loop;
}

/** A way to scale, wrong or right, to hold against the one that is configured. */
export const VARIANTS: readonly Variant[] = [
  { name: "as-configured", title: "what the environment's data makes", change: (loop) => loop },
  {
    name: "waiting-only",
    title: "only the list of waiting jobs is counted",
    change: (loop) => only(loop, "waiting"),
  },
  {
    name: "intermediate",
    title: "`rq:queue:<q>:intermediate` is counted, as the app once did",
    library: "rq",
    change: (loop) => only(loop, "hand-off"),
  },
  {
    name: "largest",
    title: "no formula: the larger of waiting and running, not their sum",
    change: (loop) => ({
      ...loop,
      composite: undefined,
      triggers: loop.triggers.map((trigger) => ({
        ...trigger,
        listLength: waitingJobsPerReplica(loop),
      })),
    }),
  },
  {
    name: "without-deletion-cost",
    title: "the ReplicaSet does not know which workers are idle",
    change: (loop) => ({ ...loop, deletionCostSeconds: undefined }),
  },
  {
    name: "grace-120",
    title: "SIGKILL comes 120 s after SIGTERM, as in the app's own manifests",
    change: (loop) => ({ ...loop, graceSeconds: 120 }),
  },
  {
    name: "seed",
    title:
      "as the app's staging did: waiting jobs only, 120 s, no deletion cost, the HPA's default scale-in",
    change: (loop) => ({
      ...only(loop, "waiting"),
      graceSeconds: 120,
      deletionCostSeconds: undefined,
      scaleDown: {
        stabilizationWindowSeconds: 300,
        selectPolicy: "Max",
        policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
      },
    }),
  },
  {
    name: "one-each",
    title: "one replica for each job, waiting or running: `waitingJobsPerReplica: 1`",
    change: (loop) => oneEach(loop),
  },
  {
    name: "default-tolerance",
    title: "the HPA's own tolerance, a tenth: no `scaleOutTolerance`",
    change: (loop) => ({ ...loop, scaleUp: { ...loop.scaleUp, tolerance: undefined } }),
  },
  {
    name: "four-each",
    title:
      "one replica for each running job, and one for four that wait: `waitingJobsPerReplica: 4`",
    change: (loop) => withWaitingJobsPerReplica(loop, 4),
  },
  {
    name: "plain-sum",
    title: "waiting and running jobs are summed without a weight, over the same target",
    change: (loop) =>
      composite(loop, (queued, running) => `${queued} + ${running}`, waitingJobsPerReplica(loop)),
  },
  {
    name: "one-each-10-warm",
    title: "the same, and never fewer than 10 workers: `min: 10` as well",
    change: (loop) => ({ ...oneEach(loop), minReplicas: Math.min(10, loop.maxReplicas) }),
  },
  {
    name: "retries",
    title: "the app enqueues with a retry: RQ puts an abandoned job back up to three times",
    library: "rq",
    change: (loop) => ({ ...loop, retries: 3 }),
  },
];

function oneEach(loop: Loop): Loop {
  return withWaitingJobsPerReplica(loop, 1);
}

/** The loop with another number of waiting jobs for one more replica. */
export function withWaitingJobsPerReplica(loop: Loop, target: number): Loop {
  return composite(loop, (queued, running) => `${queued} + ${target} * ${running}`, target);
}

/** Waiting jobs for which one more replica comes. */
export function waitingJobsPerReplica({ composite, triggers }: Loop): number {
  return composite?.target ?? triggers[0]?.listLength ?? 1;
}

function only(loop: Loop, counts: JobPlace): Loop {
  const listLength = waitingJobsPerReplica(loop);
  return { ...loop, composite: undefined, triggers: [{ name: "only", counts, listLength }] };
}

/** A formula over the waiting list and the started jobs. */
function composite(
  loop: Loop,
  formula: (queued: string, running: string) => string,
  target: number,
): Loop {
  return {
    ...loop,
    triggers: [
      { name: "queued", counts: "waiting", listLength: 1 },
      { name: "running", counts: "running", listLength: 1 },
    ],
    composite: { formula: formula("queued", "running"), target },
  };
}
