import type { KeyLibrary, OtherKey, QueueKey, WorkerKeys } from "../adapter";

/** `bull:<queue>:<what>`; a name of a queue has no colon: BullMQ refuses it. */
const KEY = /^bull:([^:]+):([a-z-]+)$/;

const HOLDS: Readonly<Record<string, QueueKey["holds"]>> = {
  wait: "waiting",
  prioritized: "waiting",
  active: "running",
  delayed: "scheduled",
};

const ENDED = "holds jobs that have ended, and keeps them: workers stay for nothing";
const NO_JOBS = "holds no jobs";

/** What other keys hold that have a length. */
const OTHERS: Readonly<Record<string, string>> = {
  waiting: "BullMQ does not have: KEDA reads a missing key as 0 without a word",
  completed: ENDED,
  failed: ENDED,
  events: NO_JOBS,
  marker: NO_JOBS,
  meta: NO_JOBS,
};

function parseBullKey(key: string): QueueKey | undefined {
  const [, queue, what = ""] = KEY.exec(key) ?? [];
  const holds = HOLDS[what];
  return queue === undefined || holds === undefined ? undefined : { holds, queue };
}

function otherBullKey(key: string): OtherKey | undefined {
  const [, queue, what = ""] = KEY.exec(key) ?? [];
  const holds = OTHERS[what];
  return queue === undefined || holds === undefined
    ? undefined
    : { holds, meant: BULL_KEYS.waiting(queue) };
}

const BULL_KEYS: WorkerKeys = {
  waiting: (queue) => `bull:${queue}:wait`,
  running: (queue) => `bull:${queue}:active`,
  scheduled: (queue) => `bull:${queue}:delayed`,
  prioritized: (queue) => `bull:${queue}:prioritized`,
  parse: parseBullKey,
  resembles: (key) => key.startsWith("bull"),
};

/**
 * BullMQ, tried with 6.7.0, ioredis 5 and Redis 7.0.15. Its workers are programs of the
 * application's own, which no command line tells: triggers are judged by their keys alone, those of
 * its default prefix.
 *
 * - A started job leaves the list `wait`, or the sorted set `prioritized`, for the list `active`.
 * - A job with a delay stays in the sorted set `delayed`, beyond its time, until a worker is up.
 * - A paused queue keeps its jobs in `wait`.
 * - SIGTERM ends a worker at once (41 ms) whose program does not call `worker.close()`: the job stays
 *   in `active`, and another worker's stalled check puts it back. Counted, it keeps that worker up.
 *   With `close()` the job ends first, however often SIGTERM comes.
 */
export const bullmq: KeyLibrary = {
  title: "BullMQ",
  keys: BULL_KEYS,
  parseKey: parseBullKey,
  otherKey: otherBullKey,
};
