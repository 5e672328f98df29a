import type { KeyLibrary, QueueAdapter, QueueKey, WorkerLibrary } from "./adapter";
import { arq } from "./arq";
import { bullmq } from "./bullmq";
import { celery } from "./celery";
import { rq } from "./rq";

/** The queue libraries that this project scales, by the name that an application's data has. */
export const QUEUE_ADAPTERS = { rq, celery } as const satisfies Record<string, QueueAdapter>;

export type QueueName = keyof typeof QUEUE_ADAPTERS;

export const QUEUE_NAMES = ["rq", "celery"] as const satisfies readonly QueueName[];

export function queueAdapter(name: QueueName): QueueAdapter {
  return QUEUE_ADAPTERS[name];
}

const ADAPTERS: readonly QueueAdapter[] = Object.values(QUEUE_ADAPTERS);

/** Libraries whose workers a command line tells. */
export const WORKER_LIBRARIES: readonly WorkerLibrary[] = [...ADAPTERS, arq];

const KEY_LIBRARIES: readonly KeyLibrary[] = [...WORKER_LIBRARIES, bullmq];

/** Takes a key apart whose worker is not known; undefined: no library has such keys. */
export function parseKey(key: string): QueueKey | undefined {
  return libraryOfKey(key)?.parseKey(key);
}

/** The library that has such a key, for jobs to come or at work or for something else; undefined: none that is known. */
export function libraryOfKey(key: string): KeyLibrary | undefined {
  return KEY_LIBRARIES.find(
    ({ parseKey: parse, otherKey }) => parse(key) !== undefined || otherKey?.(key) !== undefined,
  );
}

/** Whether a library hands jobs to a connection that waits in line, so that a dead one swallows them. */
export function isHandedOver(key: string): boolean {
  return ADAPTERS.some(({ parseKey: parse }) => parse(key) !== undefined);
}

/** Patterns of the keys that who only reads Redis may see, for an application's access list. */
export function readableKeys(application: {
  readonly queue: QueueName;
  readonly workers: readonly { readonly queues: readonly string[] }[];
}): readonly string[] {
  const queues = application.workers.flatMap((worker) => worker.queues);
  return queueAdapter(application.queue).readable(queues);
}
