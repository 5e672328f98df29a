import type { JobPlan } from "./job";
import type { Loop } from "./loop";
import type { Random } from "./random";
import type { Scenario } from "./scenario";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long jobs take. */
type Duration = (random: Random, loop: Loop) => number;

/**
 * Six previews in ten (median 1 min, at most 5) and four renders (median 5 min,
 * at most the timeout). An assumption: the app publishes no durations.
 */
const mixed: Duration = (random, { jobTimeoutSeconds }) =>
  random.chance(0.6)
    ? within(random.logNormal(MINUTE, 0.5), 300)
    : within(random.logNormal(5 * MINUTE, 0.8), jobTimeoutSeconds - 30);
/** Mean of the above, seconds. */
const MIXED_MEAN = 230;

/** Half of them under two minutes, one in ten above a quarter of an hour. */
const longTailed: Duration = (random, { jobTimeoutSeconds }) =>
  within(random.logNormal(2 * MINUTE, 1.6), jobTimeoutSeconds - 30);
const LONG_TAILED_MEAN = 320;

function within(seconds: number, most: number): number {
  return Math.round(10 * Math.min(Math.max(seconds, 5), most)) / 10;
}

/** So many jobs at once. */
function burst(count: number, at: number, duration: Duration, random: Random, loop: Loop) {
  return Array.from({ length: count }, () => ({ at, seconds: duration(random, loop) }));
}

interface Arrivals {
  readonly from: number;
  readonly to: number;
  /** Jobs that run on average, as a share of the most workers. */
  readonly load: number;
  readonly duration: Duration;
  /** Mean duration, seconds. */
  readonly mean: number;
}

/** Jobs that come independently of each other. */
function stream(
  { from, to, load, duration, mean }: Arrivals,
  random: Random,
  loop: Loop,
): readonly JobPlan[] {
  const between = mean / (load * loop.maxReplicas);
  const jobs: JobPlan[] = [];
  for (let at = from + random.exponential(between); at < to; at += random.exponential(between)) {
    jobs.push({ at: Math.round(10 * at) / 10, seconds: duration(random, loop) });
  }
  return jobs;
}

function steady(load: number): Scenario["jobs"] {
  return (random, loop) =>
    stream({ from: 0, to: 2 * HOUR, load, duration: mixed, mean: MIXED_MEAN }, random, loop);
}

/** After the last job long enough for the longest job and the way back to the minimum. */
const SETTLED = 3.5 * HOUR;

/** So many jobs at once, after ten minutes of rest. */
export function burstOf(count: (loop: Loop) => number): Scenario["jobs"] {
  return (random, loop) => burst(count(loop), 10 * MINUTE, mixed, random, loop);
}

/** What the loop is tried with; loads are relative to the worker's maximum. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "burst",
    title:
      "as many jobs as the worker has replicas at most, all at once, with nodes for all of them",
    seconds: 2 * HOUR,
    surroundings: { nodeSeconds: 0 },
    jobs: burstOf(({ maxReplicas }) => maxReplicas),
  },
  {
    name: "cold-nodes",
    title: "the same burst while the pool is at its minimum: nodes come after two minutes",
    seconds: 2 * HOUR,
    jobs: burstOf(({ maxReplicas }) => maxReplicas),
  },
  {
    name: "sustained",
    title: "jobs for 60 % of the workers, for two hours",
    seconds: SETTLED,
    jobs: steady(0.6),
  },
  {
    name: "long-tail",
    title: "few long jobs among many short ones, for 40 % of the workers",
    seconds: SETTLED,
    jobs: (random, loop) =>
      stream(
        { from: 0, to: 2 * HOUR, load: 0.4, duration: longTailed, mean: LONG_TAILED_MEAN },
        random,
        loop,
      ),
  },
  {
    name: "oscillating",
    title: "10 minutes for 80 % of the workers, 10 minutes for 10 %, for two hours",
    seconds: SETTLED,
    jobs: (random, loop) =>
      Array.from({ length: 12 }, (_, phase) => phase).flatMap((phase) =>
        stream(
          {
            from: phase * 10 * MINUTE,
            to: (phase + 1) * 10 * MINUTE,
            load: phase % 2 === 0 ? 0.8 : 0.1,
            duration: mixed,
            mean: MIXED_MEAN,
          },
          random,
          loop,
        ),
      ),
  },
  {
    name: "worker-crashes",
    title: "the sustained load while every five minutes a worker that renders dies",
    seconds: SETTLED,
    incidents: Array.from({ length: 24 }, (_, index) => ({
      kind: "worker-crash",
      at: (index + 1) * 5 * MINUTE,
    })),
    jobs: steady(0.6),
  },
  {
    name: "out-of-memory",
    title: "the sustained load; three jobs in a hundred are killed for memory, each time",
    seconds: SETTLED,
    jobs: (random, loop) =>
      steady(0.6)(random, loop).map((job) =>
        random.chance(0.03) ? { ...job, outOfMemoryAfter: job.seconds / 2 } : job,
      ),
  },
  {
    name: "redis-blip",
    title: "the sustained load; Redis is away for 5 seconds and keeps its data",
    seconds: SETTLED,
    incidents: [{ kind: "redis-outage", at: HOUR, seconds: 5, keepsData: true }],
    jobs: steady(0.6),
  },
  {
    name: "redis-outage",
    title: "the sustained load; Redis is away for 15 minutes and keeps its data",
    seconds: SETTLED,
    incidents: [{ kind: "redis-outage", at: HOUR, seconds: 15 * MINUTE, keepsData: true }],
    jobs: steady(0.6),
  },
  {
    name: "redis-emptied",
    title: "a burst of three times the workers; then Redis restarts without its data",
    seconds: SETTLED,
    incidents: [{ kind: "redis-outage", at: 12 * MINUTE, seconds: 10, keepsData: false }],
    jobs: burstOf(({ maxReplicas }) => 3 * maxReplicas),
  },
  {
    name: "keda-restart",
    title: "the burst, while KEDA's operator is away for 90 seconds",
    seconds: 2 * HOUR,
    surroundings: { nodeSeconds: 0 },
    incidents: [{ kind: "keda-outage", at: 10 * MINUTE - 5, seconds: 90 }],
    jobs: burstOf(({ maxReplicas }) => maxReplicas),
  },
  {
    name: "rollout",
    title: "the sustained load; after an hour all workers get a new image",
    seconds: SETTLED,
    incidents: [{ kind: "rollout", at: HOUR }],
    jobs: steady(0.6),
  },
];
