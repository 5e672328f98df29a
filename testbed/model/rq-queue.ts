import type { Job } from "./job";

/** A job in `rq:wip`: until when its worker has vouched for it. */
interface Execution {
  readonly startedAt: number;
  expiresAt: number;
}

/** Heartbeats of a worker that has a job; `DEFAULT_JOB_MONITORING_INTERVAL`. */
export const HEARTBEAT_SECONDS = 30;
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
export class SimulatedQueue {
  private waiting: Job[] = [];
  /** Jobs in the hand-off, and when a cleaning saw them there first. */
  private readonly handedOff = new Map<Job, number | undefined>();
  private readonly started = new Map<Job, Execution>();

  constructor(private readonly name: string) {}

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
  abandon(job: Job, lastSeen: number, timeoutSeconds: number): void {
    const execution = this.started.get(job);
    if (execution === undefined) return;
    const { startedAt } = execution;
    const lastBeat =
      startedAt + Math.floor((lastSeen - startedAt) / HEARTBEAT_SECONDS) * HEARTBEAT_SECONDS;
    const left = timeoutSeconds - (lastBeat - startedAt);
    execution.expiresAt = lastBeat + Math.min(left, HEARTBEAT_SECONDS) + HEARTBEAT_GRACE_SECONDS;
  }

  /** Jobs whose worker died between list and `rq:wip`, at the second cleaning that sees them; they leave the hand-off. */
  stuck(now: number, isAbandoned: (job: Job) => boolean): readonly Job[] {
    const jobs = [...this.handedOff].filter(([job]) => isAbandoned(job));
    for (const [job, seen] of jobs) if (seen === undefined) this.handedOff.set(job, now);
    const old = jobs.filter(([, seen]) => seen !== undefined && now - seen > STUCK_SECONDS);
    for (const [job] of old) this.handedOff.delete(job);
    return old.map(([job]) => job);
  }

  /** Jobs whose worker has vouched for them no longer; they leave `rq:wip`. */
  expired(now: number, isAbandoned: (job: Job) => boolean): readonly Job[] {
    const jobs = [...this.started]
      .filter(([job, { expiresAt }]) => isAbandoned(job) && expiresAt < now)
      .map(([job]) => job);
    for (const job of jobs) this.started.delete(job);
    return jobs;
  }

  /** Redis comes back empty: what waited, and what was known of running jobs, is gone. */
  clear(): readonly Job[] {
    const gone = [...this.waiting, ...this.handedOff.keys(), ...this.started.keys()];
    this.waiting = [];
    this.handedOff.clear();
    this.started.clear();
    return gone;
  }

  holds(job: Job): boolean {
    return this.waiting.includes(job) || this.handedOff.has(job) || this.started.has(job);
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  /** LLEN or ZCARD of a key; 0 for one that is not there, as KEDA reads it. */
  lengthOf(key: string): number {
    switch (key) {
      case `rq:queue:${this.name}`:
        return this.waiting.length;
      case `rq:queue:${this.name}:intermediate`:
        return this.handedOff.size;
      case `rq:wip:${this.name}`:
        return this.started.size;
      default:
        return 0;
    }
  }
}
