/** One number that KEDA reads from Redis. */
export interface QueueTrigger {
  /** Name in the formula; the formula's language wants an identifier. */
  readonly name: string;
  /** Redis key: a list counts its length, a sorted set its members. */
  readonly key: string;
}

/** Jobs of some queues, waiting and running. */
export interface QueueDepth {
  readonly triggers: readonly QueueTrigger[];
  /** Sum of all triggers. */
  readonly formula: string;
}

/**
 * What to read for each RQ queue: the list of waiting jobs and the sorted set
 * of started ones. `rq:queue:<name>:intermediate` is a hand-off that is
 * practically always empty, and KEDA reads a missing key as 0 without a word.
 * https://github.com/rq/rq/blob/master/rq/registry.py
 */
export function queueDepth(queues: readonly string[]): QueueDepth {
  const triggers = queues.flatMap((queue) => [
    { name: `queued_${identifier(queue)}`, key: `rq:queue:${queue}` },
    { name: `running_${identifier(queue)}`, key: `rq:wip:${queue}` },
  ]);
  return { triggers, formula: sumOf(triggers) };
}

/**
 * The same for workers that may go to zero. RQ's scheduler, which moves jobs
 * that are due into their queue, runs in the workers: with none, nobody does.
 * So all scheduled jobs together count as one, due or not, and one worker stays
 * up for them.
 * https://github.com/rq/rq/blob/master/rq/scheduler.py
 */
export function queueDepthFromZero(queues: readonly string[]): QueueDepth {
  const jobs = queueDepth(queues);
  const scheduled = scheduledTriggers(queues);
  return {
    triggers: [...jobs.triggers, ...scheduled],
    formula: `${jobs.formula} + min(${sumOf(scheduled)}, 1)`,
  };
}

/** Jobs that wait for their time, or for a retry: a sorted set for each queue. */
export function scheduledTriggers(queues: readonly string[]): readonly QueueTrigger[] {
  return queues.map((queue) => ({
    name: `scheduled_${identifier(queue)}`,
    key: `rq:scheduled:${queue}`,
  }));
}

function sumOf(triggers: readonly QueueTrigger[]): string {
  return triggers.map(({ name }) => name).join(" + ");
}

function identifier(queue: string): string {
  return queue.replaceAll("-", "_");
}
