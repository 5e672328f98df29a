import type { QueueAdapter, QueueKey } from "./adapter";
import { celery } from "./celery";
import { rq } from "./rq";

/** The queue libraries that this project scales, by the name that an application's data has. */
export const QUEUE_ADAPTERS = { rq, celery } as const satisfies Record<string, QueueAdapter>;

export type QueueName = keyof typeof QUEUE_ADAPTERS;

export const QUEUE_NAMES = ["rq", "celery"] as const satisfies readonly QueueName[];

export function queueAdapter(name: QueueName): QueueAdapter {
  return QUEUE_ADAPTERS[name];
}

/** Takes a key apart whose worker is not known; undefined: no library has such keys. */
export function parseKey(key: string): QueueKey | undefined {
  return ALL.map((adapter) => adapter.parseKey(key)).find((found) => found !== undefined);
}

/** Every adapter, to try which one a command line or a key belongs to. */
export const ALL: readonly QueueAdapter[] = Object.values(QUEUE_ADAPTERS);

/** Patterns of the keys that who only reads Redis may see, for an application's access list. */
export function readableKeys(application: {
  readonly queue: QueueName;
  readonly workers: readonly { readonly queues: readonly string[] }[];
}): readonly string[] {
  const queues = application.workers.flatMap((worker) => worker.queues);
  return queueAdapter(application.queue).readable(queues);
}
