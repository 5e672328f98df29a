import type { QueueKey, WorkerKeys } from "../adapter";

/**
 * Between a queue's name and a priority in the name of a list (`sep`, `priority_steps`): jobs of
 * priority 0 to 2 are in the list of the queue's own name.
 * https://github.com/celery/kombu/blob/v5.7.0/kombu/transport/redis.py
 */
const SEPARATOR = "\x06\x16";
const PRIORITY_STEPS = [3, 6, 9] as const;

/** Hash of the deliveries that no worker has acknowledged; by default all workers of a Redis share one. */
export const SHARED_RUNNING_KEY = "unacked";
/** Queue of an application that names none. */
const DEFAULT_QUEUE = "celery";

/** The lists of a queue, and the part of a trigger's name that tells them apart. */
export function waitingLists(queue: string): readonly { key: string; suffix: string }[] {
  return [
    { key: queue, suffix: "" },
    ...PRIORITY_STEPS.map((step) => ({
      key: `${queue}${SEPARATOR}${step}`,
      suffix: `_priority_${step}`,
    })),
  ];
}

/** Keys of a kind of worker: deliveries, when each was taken, and the lock of who puts old ones back. */
export function deliveryKeys(worker: string) {
  return {
    unacked_key: `celery:unacked:${worker}`,
    unacked_index_key: `celery:unacked_index:${worker}`,
    unacked_mutex_key: `celery:unacked_mutex:${worker}`,
  };
}

/** Keys as a worker uses them whose hash of deliveries has some name. */
export function celeryKeys(
  queues: readonly string[] | undefined,
  running: string = SHARED_RUNNING_KEY,
): WorkerKeys {
  const named: readonly string[] = [DEFAULT_QUEUE, ...(queues ?? [])];
  return {
    waiting: (queue) => queue,
    running: () => running,
    parse: (key) => {
      if (key === running) return { holds: "running", queue: undefined };
      const [queue = ""] = key.split(SEPARATOR);
      return named.includes(queue) ? { holds: "waiting", queue } : parseCeleryKey(key);
    },
    // A list is called as its queue, which may be anything.
    resembles: () => true,
  };
}

/** Takes a key apart that nothing but Celery has. */
export function parseCeleryKey(key: string): QueueKey | undefined {
  if (/^unacked(_index)?$/.test(key) || /^celery:unacked(_index)?:/.test(key)) {
    return { holds: "running", queue: undefined };
  }
  const [queue = "", step] = key.split(SEPARATOR);
  return step === undefined ? undefined : { holds: "waiting", queue };
}
