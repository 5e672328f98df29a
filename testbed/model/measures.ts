import type { Interruption } from "./job";
import { ideal } from "./oracle";
import type { Trace } from "./simulation";

/** Figures of one trace, or of several together. */
export interface Measures {
  readonly jobs: number;
  readonly finished: number;
  /** In no key of the queue library any more, and without a result. */
  readonly lost: number;
  /** Cut short by SIGKILL after a scale-in. */
  readonly killedByScaleIn: number;
  /** Cut short by SIGKILL in a rollout. */
  readonly killedByRollout: number;
  /** In FailedJobRegistry at the end. */
  readonly failed: number;
  /** Interrupted by a crash, memory or Redis; a part of them may have been put back. */
  readonly interrupted: number;
  /** Still waiting or running at the end. */
  readonly unfinished: number;
  /** Not accepted while Redis was away. */
  readonly refused: number;
  /** Workers with a job that a scale-in stops. */
  readonly busyStopped: number;
  /** Looks of the HPA after which it wanted fewer replicas than jobs were running on them, below its maximum. */
  readonly belowRunning: number;
  /** Scale-outs after a scale-in and scale-ins after a scale-out, per hour. */
  readonly turnsPerHour: number;
  /** Most jobs that ran at a time. */
  readonly mostRunning: number;
  /** Seconds from the queue to a worker; a job that still waits counts with what it has waited, a lost one not. */
  readonly waitP50: number;
  readonly waitP95: number;
  /** The same with workers that are there the moment they are needed, up to the maximum. */
  readonly idealWaitP95: number;
  readonly workerHours: number;
  /** Worker hours of an oracle. */
  readonly idealWorkerHours: number;
}

/** Figures of traces of the same loop and scenario with different seeds: sums, and quantiles over all jobs. */
export function measure(traces: readonly Trace[]): Measures {
  const jobs = traces.flatMap((trace) => trace.jobs.map((job) => ({ job, end: trace.seconds })));
  const of = (...causes: readonly Interruption[]) =>
    jobs.filter(({ job }) => job.interruptions.some((cause) => causes.includes(cause))).length;
  const gone = new Set(traces.flatMap(({ lost }) => lost));
  const waits = jobs
    .filter(({ job }) => !gone.has(job))
    .map(({ job, end }) => (job.startedAt ?? end) - job.plan.at);
  const best = traces.map(({ jobs, loop, seconds }) =>
    ideal(
      jobs.map(({ plan }) => plan),
      loop,
      seconds,
    ),
  );
  const total = (value: (trace: Trace) => number) =>
    traces.reduce((sum, trace) => sum + value(trace), 0);
  const finished = jobs.filter(({ job }) => job.finishedAt !== undefined).length;
  const failed = jobs.filter(({ job }) => job.failed).length;
  return {
    jobs: jobs.length,
    finished,
    lost: gone.size,
    killedByScaleIn: of("scale-in"),
    killedByRollout: of("rollout"),
    failed,
    interrupted: of("crash", "out-of-memory", "redis"),
    unfinished: jobs.length - finished - failed - gone.size,
    refused: total((trace) => trace.refused),
    busyStopped: total((trace) => trace.busyStopped),
    belowRunning: total(belowRunning),
    turnsPerHour: total(turns) / total((trace) => trace.seconds / 3600),
    mostRunning: Math.max(
      ...traces.flatMap(({ samples }) => samples.map(({ running }) => running)),
    ),
    waitP50: quantile(waits, 0.5),
    waitP95: quantile(waits, 0.95),
    idealWaitP95: quantile(
      best.flatMap((one) => one.waits),
      0.95,
    ),
    workerHours: total(workerHours),
    idealWorkerHours: best.reduce((sum, one) => sum + one.workerHours, 0),
  };
}

function belowRunning({ decisions, loop }: Trace): number {
  return decisions.filter(({ wanted, running }) => wanted < Math.min(running, loop.maxReplicas))
    .length;
}

function turns({ decisions }: Trace): number {
  const directions = decisions
    .map(({ before, wanted }) => Math.sign(wanted - before))
    .filter((direction) => direction !== 0);
  return directions.filter((direction, index) => index > 0 && direction !== directions[index - 1])
    .length;
}

function workerHours({ pods, seconds }: Trace): number {
  return (
    pods.reduce((sum, { createdAt, goneAt }) => sum + (goneAt ?? seconds) - createdAt, 0) / 3600
  );
}

/** The smallest value that so large a share of all does not exceed (nearest rank); 0 of none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
