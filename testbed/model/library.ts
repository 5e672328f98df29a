import type { Job } from "./job";

/**
 * Where jobs of a queue are, as KEDA counts them; `none`: a key that no job of the model gets into, as the list of
 * a priority, or of jobs whose time has not come.
 */
export type JobPlace = "waiting" | "hand-off" | "running" | "none";

/** One queue in Redis, as its library keeps the jobs. Times in seconds of the simulation. */
export interface SimulatedQueue {
  enqueue(job: Job): void;
  /** What a worker that looks for work gets. */
  take(now: number): Job | undefined;
  /** The worker begins with it. */
  begin(job: Job, now: number): void;
  /** Result or failure is recorded. */
  end(job: Job): void;
  /** Its worker is gone without a word. */
  abandon(job: Job, lastSeen: number): void;
  /** A worker's cleaning: jobs of workers that are gone which it finds, and takes out. */
  clean(now: number, isAbandoned: (job: Job) => boolean): readonly Job[];
  /** Redis comes back empty. */
  clear(): void;
  holds(job: Job): boolean;
  count(place: JobPlace): number;
}

/** What workers of a library do, as far as it decides about jobs and scaling. */
export interface WorkerHabits {
  /** From a job off the list to its begin. */
  readonly handOffSeconds: number;
  /** Between a worker's cleanings; the first is at its start. */
  readonly cleaningSeconds: number;
  /** When it cleans: each time between two jobs, or by a timer, in a job as well. */
  readonly cleans: "between-jobs" | "by-timer";
  /** Seconds until an idle worker looks again by itself; undefined: only a job wakes it. */
  readonly lookSeconds: number | undefined;
  /**
   * Without Redis: a worker ends at the next heartbeat, with its job, and one that
   * starts ends at once; or it goes on, and reports a job's end when Redis is back.
   */
  readonly withoutRedis:
    | { readonly ends: true; readonly heartbeatSeconds: number; readonly patienceSeconds: number }
    | { readonly ends: false };
  /** Seconds before it tries Redis for the n-th time. */
  readonly retrySeconds: (attempt: number) => number;
  /** What becomes of a job whose worker is gone when a cleaning finds it. */
  readonly abandoned: "fails-without-retry" | "delivered-again";
}

/** How a queue library is played. */
export interface SimulatedLibrary {
  readonly habits: WorkerHabits;
  queue(times: {
    readonly jobTimeoutSeconds: number;
    readonly redeliverySeconds: number | undefined;
  }): SimulatedQueue;
}
