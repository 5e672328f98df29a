/** A job as it will be put on the queue. */
export interface JobPlan {
  /** Seconds from the start of the simulation. */
  readonly at: number;
  /** How long a worker renders it. */
  readonly seconds: number;
  /**
   * Seconds of rendering after which the kernel kills it for memory, every time.
   *
   * @default never
   */
  readonly outOfMemoryAfter?: number;
}

/** Why a job ended without a result, or had to begin again. */
export type Interruption =
  /** Its worker was stopped at a scale-in, and SIGKILL came before the job was done. */
  | "scale-in"
  /** The same in a rollout. */
  | "rollout"
  | "crash"
  | "out-of-memory"
  /** Its worker or its result could not reach Redis. */
  | "redis";

/** A job on its way. */
export interface Job {
  readonly id: number;
  readonly plan: JobPlan;
  retriesLeft: number;
  /** When a worker took it first. */
  startedAt: number | undefined;
  finishedAt: number | undefined;
  /** In FailedJobRegistry, for the last of its interruptions. */
  failed: boolean;
  readonly interruptions: Interruption[];
}
