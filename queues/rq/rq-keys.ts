import type { QueueKey, WorkerKeys } from "../adapter";

/**
 * Takes a key apart; undefined: none that tells of jobs to come or at work.
 * https://github.com/rq/rq/blob/master/rq/registry.py, intermediate_queue.py
 */
export function parseRqKey(key: string): QueueKey | undefined {
  const [, registry, name] = /^rq:(queue|wip|scheduled):(.+)$/.exec(key) ?? [];
  if (registry === undefined || name === undefined) return undefined;
  const handOff = /^(.+):intermediate$/.exec(name)?.[1];
  if (registry === "queue" && handOff !== undefined) return { holds: "hand-off", queue: handOff };
  return { holds: HOLDS[registry] ?? "waiting", queue: name };
}

const HOLDS: Readonly<Record<string, QueueKey["holds"]>> = {
  queue: "waiting",
  wip: "running",
  scheduled: "scheduled",
};

/** List of the jobs that wait. */
export function waitingKey(queue: string): string {
  return `rq:queue:${queue}`;
}

/** Sorted set of the jobs that workers have started. */
export function runningKey(queue: string): string {
  return `rq:wip:${queue}`;
}

/** Sorted set of the jobs that wait for their time, or for a retry. */
export function scheduledKey(queue: string): string {
  return `rq:scheduled:${queue}`;
}

export const RQ_KEYS: WorkerKeys = {
  waiting: waitingKey,
  running: runningKey,
  scheduled: scheduledKey,
  parse: parseRqKey,
  resembles: (key) => key.startsWith("rq"),
};

/** Keys of an RQ (3.0 or newer) that is told another first word than `rq`: seen with 3.0.0. */
export function prefixedKeys(prefix: string): WorkerKeys {
  const own = (key: string) => key.replace(/^rq:/, `${prefix}:`);
  return {
    waiting: (queue) => own(waitingKey(queue)),
    running: (queue) => own(runningKey(queue)),
    scheduled: (queue) => own(scheduledKey(queue)),
    parse: (key) =>
      key.startsWith(`${prefix}:`) ? parseRqKey(`rq:${key.slice(prefix.length + 1)}`) : undefined,
    resembles: (key) => key.startsWith(prefix) || RQ_KEYS.resembles(key),
  };
}
