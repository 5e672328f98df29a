import type { Job } from "./job";
import type { JobPlace, SimulatedLibrary, SimulatedQueue } from "./library";

/** A job in `rq:wip`: until when its worker has vouched for it. */
interface Execution {
  readonly startedAt: number;
  expiresAt: number;
}

/** Heartbeats of a worker that has a job; `DEFAULT_JOB_MONITORING_INTERVAL`. */
const HEARTBEAT_SECONDS = 30;
/** How long after a heartbeat the next may come; `get_heartbeat_ttl`. */
const HEARTBEAT_GRACE_SECONDS = 60;
/** How long a job may be in the hand-off after it was noticed there. */
const STUCK_SECONDS = 60;

/**
 * One RQ queue in Redis: the list of waiting jobs, the hand-off list
 * `:intermediate`, and the sorted set `rq:wip` of started ones.
 *
 * Source: rq 2.6 rq/queue.py (`lmove`), rq/registry.py (`StartedJobRegistry`),
 * rq/intermediate_queue.py, rq/worker/base.py (`get_heartbeat_ttl`,
 * `maintain_heartbeats`).
 */
class RqQueue implements SimulatedQueue {
  private waiting: Job[] = [];
  /** Jobs in the hand-off, and when a cleaning saw them there first. */
  private readonly handedOff = new Map<Job, number | undefined>();
  private readonly started = new Map<Job, Execution>();

  constructor(private readonly jobTimeoutSeconds: number) {}

  enqueue(job: Job): void {
    this.waiting.push(job);
  }

  /** BLMOVE from the list to the hand-off: what a worker that looks for work does. */
  take(): Job | undefined {
    const job = this.waiting.shift();
    if (job !== undefined) this.handedOff.set(job, undefined);
    return job;
  }

  /** The work horse begins: out of the hand-off, into `rq:wip`. */
  begin(job: Job, now: number): void {
    this.handedOff.delete(job);
    this.started.set(job, { startedAt: now, expiresAt: now });
  }

  /** Result or failure is recorded. */
  end(job: Job): void {
    this.handedOff.delete(job);
    this.started.delete(job);
  }

  /** Its worker is gone without a word: the last heartbeat decides until when the job counts as running. */
  abandon(job: Job, lastSeen: number): void {
    const execution = this.started.get(job);
    if (execution === undefined) return;
    const { startedAt } = execution;
    const lastBeat =
      startedAt + Math.floor((lastSeen - startedAt) / HEARTBEAT_SECONDS) * HEARTBEAT_SECONDS;
    const left = this.jobTimeoutSeconds - (lastBeat - startedAt);
    execution.expiresAt = lastBeat + Math.min(left, HEARTBEAT_SECONDS) + HEARTBEAT_GRACE_SECONDS;
  }

  clean(now: number, isAbandoned: (job: Job) => boolean): readonly Job[] {
    return [...this.expired(now, isAbandoned), ...this.stuck(now, isAbandoned)];
  }

  /** Jobs whose worker died between list and `rq:wip`, at the second cleaning that sees them; they leave the hand-off. */
  private stuck(now: number, isAbandoned: (job: Job) => boolean): readonly Job[] {
    const jobs = [...this.handedOff].filter(([job]) => isAbandoned(job));
    for (const [job, seen] of jobs) if (seen === undefined) this.handedOff.set(job, now);
    const old = jobs.filter(([, seen]) => seen !== undefined && now - seen > STUCK_SECONDS);
    for (const [job] of old) this.handedOff.delete(job);
    return old.map(([job]) => job);
  }

  /** Jobs whose worker has vouched for them no longer; they leave `rq:wip`. */
  private expired(now: number, isAbandoned: (job: Job) => boolean): readonly Job[] {
    const jobs = [...this.started]
      .filter(([job, { expiresAt }]) => isAbandoned(job) && expiresAt < now)
      .map(([job]) => job);
    for (const job of jobs) this.started.delete(job);
    return jobs;
  }

  /** Redis comes back empty: what waited, and what was known of running jobs, is gone. */
  clear(): void {
    this.waiting = [];
    this.handedOff.clear();
    this.started.clear();
  }

  holds(job: Job): boolean {
    return this.waiting.includes(job) || this.handedOff.has(job) || this.started.has(job);
  }

  count(place: JobPlace): number {
    switch (place) {
      case "waiting":
        return this.waiting.length;
      case "hand-off":
        return this.handedOff.size;
      case "running":
        return this.started.size;
      case "none":
        return 0;
      default:
        return place satisfies never;
    }
  }
}

/**
 * RQ's workers. One without connection looks again after 1, 2, 4, … s, at most
 * `max_connection_wait_time`; one that is idle waits `DEFAULT_WORKER_TTL` - 15 for a job before it looks after other
 * things; it cleans the registries each `DEFAULT_MAINTENANCE_TASK_INTERVAL`, between two jobs. redis-py tries
 * one command for some seconds. Without a Retry an abandoned job fails.
 *
 * Source: rq 2.6 rq/worker/base.py (`work`, `request_stop`, `clean_registries`),
 * rq/worker/worker_classes.py (`monitor_work_horse`).
 */
export const RQ: SimulatedLibrary = {
  queue: ({ jobTimeoutSeconds }) => new RqQueue(jobTimeoutSeconds),
  habits: {
    handOffSeconds: 0.01,
    cleaningSeconds: 600,
    cleans: "between-jobs",
    lookSeconds: 405,
    withoutRedis: { ends: true, heartbeatSeconds: HEARTBEAT_SECONDS, patienceSeconds: 3 },
    retrySeconds: (attempt) => Math.min(2 ** (attempt - 1), 60),
    abandoned: "fails-without-retry",
  },
};
