/**
 * Keys of libraries that hold a text, so that they have no length: KEDA's redis
 * trigger fails on them, where it reads a missing key as 0. Each was seen in a
 * Redis that the library had used: RQ 3.0.0, Celery 5.7.0, BullMQ 6.7.0, ARQ 0.28.0.
 * With a prefix of its own (BullMQ's `prefix`) a key is not known here.
 */
const TEXT_KEYS: readonly RegExp[] = [
  /^rq:(scheduler-lock|clean_registries):|^rq:(clean_groups|suspended)$|^rq:queue:.+:intermediate:first_seen:/,
  /^celery-task-meta-|^unacked_mutex$/,
  /^bull:[^:]+:(id|pc|stalled-check|limiter|\d+:lock)$/,
  /^arq:(in-progress|job|retry|result):|^arq:queue:health-check$/,
];

/** Whether a key of Redis holds a text of a queue library. */
export function isTextKey(key: string): boolean {
  return TEXT_KEYS.some((pattern) => pattern.test(key));
}
