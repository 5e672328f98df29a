import type { QueueKey, WorkerCommand, WorkerKeys, WorkerLibrary } from "../adapter";
import { ownArguments, wordsOf } from "../command-line";

/** Of a `WorkerSettings` that names no `queue_name`. */
const DEFAULT_QUEUE = "arq:queue";

/** A queue is called as its key; a health check's text beside it is none. */
function parseArqKey(key: string): QueueKey | undefined {
  return /^arq:queue(:(?!.*health-check$).+)?$/.test(key)
    ? { holds: "all", queue: key }
    : undefined;
}

const ARQ_KEYS: WorkerKeys = {
  waiting: (queue) => queue,
  running: (queue) => queue,
  parse: parseArqKey,
  resembles: (key) => key.startsWith(DEFAULT_QUEUE),
};

/**
 * ARQ, tried with 0.28.0, redis-py 5.3.1 and Redis 7.0.15.
 *
 * - The sorted set `arq:queue` holds jobs that wait, run and wait for their time: one of each, 3. A job
 *   leaves it at its end, so that its size alone is what a scaler must count.
 * - SIGTERM cancels the job within 0.5 s; it is in the set still, and another worker begins it again,
 *   up to `max_tries`. With `job_completion_wait` the worker takes no further job and finishes its own
 *   (4 s of 4 s), however often SIGTERM comes.
 */
export const arq: WorkerLibrary = {
  title: "ARQ",
  keys: ARQ_KEYS,
  parseKey: parseArqKey,
  // A job is cancelled at its timeout, after SIGTERM too.
  grace: { kill: 0, callbacks: 0, shutdown: 30 },
  secondSignalKills: false,
  finishing: (seconds) =>
    `job_completion_wait = ${seconds} in its WorkerSettings: without, ARQ cancels the job at SIGTERM and another worker begins it again`,
  // https://arq-docs.helpmanual.io/#arq.worker.Worker, job_timeout; seen with 0.28.0.
  defaultJobTimeoutSeconds: 300,
  suspend: undefined,
  prefix: undefined,
  // Its code says where Redis is.
  urlVariable: undefined,
  command: arqCommand,
};

/** Reads `arq <module>.<settings>` out of a container's command and arguments; `--check` starts no worker. */
function arqCommand(words: readonly string[]): WorkerCommand | undefined {
  const tokens = wordsOf(words);
  const program = tokens.findIndex((token) => /(^|\/)arq$/.test(token));
  const own = ownArguments(tokens.slice(program + 1));
  if (program === -1 || own.includes("--check")) return undefined;
  if (!own.some((token) => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(token))) return undefined;
  return {
    // Queue, timeout and Redis are attributes of the settings' class.
    queues: undefined,
    scheduler: false,
    jobTimeout: undefined,
    delivery: undefined,
    redisUrl: undefined,
    endsJob: undefined,
    keys: ARQ_KEYS,
  };
}
