import type { OtherKey } from "../adapter";
import { waitingKey } from "./rq-keys";

const ENDED = "holds jobs that have ended, and keeps them: workers stay for nothing";

/** Keys by queue that have a length, and no jobs that a worker could take. */
const BY_QUEUE: Readonly<Record<string, string>> = {
  failed: ENDED,
  finished: ENDED,
  canceled: ENDED,
  deferred: "holds jobs that wait for another job: a worker for them would have nothing to do",
  ready: "a job passes in milliseconds on its way into its queue",
  workers: "holds the names of workers: each of them would bring another one",
};

/**
 * Sets of a rate limit, by the limit's own name and for all queues: those that it lets through, which
 * stand in their queue or run, and those that it holds back, in no queue.
 * https://github.com/rq/rq/blob/master/rq/rate_limit.py; seen with 3.0.0.
 */
const RATE_LIMITS: Readonly<Record<string, string>> = {
  rate_limited:
    "holds jobs that a rate limit holds back: a worker for them would have nothing to do",
  allowed: "holds jobs that a rate limit has let through, which are counted where they wait or run",
};

/** What RQ's other keys hold that have a length; undefined: nothing that is known. */
export function otherRqKey(key: string): OtherKey | undefined {
  const [, registry = "", queue = ""] = /^rq:([a-z]+):(.+)$/.exec(key) ?? [];
  const held = BY_QUEUE[registry];
  if (held !== undefined) return { holds: held, meant: waitingKey(queue) };
  const limit = /^rq:rl:.+:(rate_limited|allowed)$/.exec(key)?.[1] ?? "";
  const limited = RATE_LIMITS[limit];
  if (limited !== undefined) return { holds: limited, meant: undefined };
  return /^rq:worker:.+:executions$/.test(key)
    ? { holds: "holds what one worker runs, as long as it lives", meant: undefined }
    : undefined;
}
