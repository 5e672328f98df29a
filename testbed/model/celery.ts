import type { Job } from "./job";
import type { JobPlace, SimulatedLibrary, SimulatedQueue } from "./library";

/**
 * One queue of Celery in Redis, as the adapter's arguments make its workers use it: the list, and the hash of
 * deliveries, from which a job goes only when it is acknowledged. With a prefetch of one and
 * late acknowledgement a busy worker has one delivery, an idle one none.
 *
 * The job of a killed worker is in the hash until its time there has passed; then a sweep puts it
 * to that end of the list from which workers take.
 *
 * Source: kombu 5.7.0 kombu/transport/redis.py (`QoS.append`, `restore_visible`,
 * `_do_restore_message`); tried with celery 5.7.0.
 */
class CeleryQueue implements SimulatedQueue {
  private waiting: Job[] = [];
  /** Jobs that workers have, and since when. */
  private readonly delivered = new Map<Job, number>();

  constructor(private readonly redeliverySeconds: number) {}

  enqueue(job: Job): void {
    // Once taken, it is put back: it is the next to be taken.
    if (job.startedAt === undefined) this.waiting.push(job);
    else this.waiting.unshift(job);
  }

  take(now: number): Job | undefined {
    const job = this.waiting.shift();
    if (job !== undefined) this.delivered.set(job, now);
    return job;
  }

  begin(): void {
    // It is among the deliveries since it was taken.
  }

  end(job: Job): void {
    this.delivered.delete(job);
  }

  abandon(): void {
    // Nothing in Redis changes.
  }

  clean(now: number, isAbandoned: (job: Job) => boolean): readonly Job[] {
    const jobs = [...this.delivered]
      .filter(([job, since]) => isAbandoned(job) && now - since >= this.redeliverySeconds)
      .map(([job]) => job);
    for (const job of jobs) this.delivered.delete(job);
    return jobs;
  }

  clear(): void {
    this.waiting = [];
    this.delivered.clear();
  }

  holds(job: Job): boolean {
    return this.waiting.includes(job) || this.delivered.has(job);
  }

  count(place: JobPlace): number {
    switch (place) {
      case "waiting":
        return this.waiting.length;
      case "running":
        return this.delivered.size;
      case "hand-off":
      case "none":
        return 0;
      default:
        return place satisfies never;
    }
  }
}

/** Between the sweeps of a worker: each tenth of its looks, which come each 10 s. `restore_visible`, `call_repeatedly`. */
const SWEEP_SECONDS = 100;
/** `broker_connection_retry`: 2, 4, 6, … 30 s. Seen: 2, 4, 6, 8, 10, 12, 14, … */
const RETRY_STEP_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 30;

/**
 * Celery 5.7.0, each seen with a Redis that was stopped and started again with its data: a worker in a job goes on
 * without Redis and acknowledges over the next connection; one that is idle tries until it is back.
 */
export const CELERY: SimulatedLibrary = {
  queue: ({ redeliverySeconds }) => new CeleryQueue(redeliverySeconds ?? Infinity),
  habits: {
    handOffSeconds: 0.01,
    cleaningSeconds: SWEEP_SECONDS,
    cleans: "by-timer",
    lookSeconds: undefined,
    withoutRedis: { ends: false },
    retrySeconds: (attempt) => Math.min(RETRY_STEP_SECONDS * attempt, LONGEST_RETRY_SECONDS),
    abandoned: "delivered-again",
  },
};
