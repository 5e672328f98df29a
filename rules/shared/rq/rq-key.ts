/** What a key of RQ in Redis holds. */
export interface RqKey {
  /**
   * `waiting`: list of jobs; `hand-off`: list that a job passes on its way to a
   * worker; `running` and `scheduled`: sorted sets.
   */
  readonly holds: "waiting" | "hand-off" | "running" | "scheduled";
  readonly queue: string;
}

/**
 * Takes a key apart; undefined: none that tells of jobs to come or at work.
 * https://github.com/rq/rq/blob/master/rq/registry.py, intermediate_queue.py
 */
export function parseRqKey(key: string): RqKey | undefined {
  const [, registry, name] = /^rq:(queue|wip|scheduled):(.+)$/.exec(key) ?? [];
  if (registry === undefined || name === undefined) return undefined;
  const handOff = /^(.+):intermediate$/.exec(name)?.[1];
  if (registry === "queue" && handOff !== undefined) return { holds: "hand-off", queue: handOff };
  return { holds: HOLDS[registry] ?? "waiting", queue: name };
}

const HOLDS: Readonly<Record<string, RqKey["holds"]>> = {
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
