/** One number that KEDA reads from Redis. */
export interface QueueTrigger {
  /** Name in the formula; the formula's language wants an identifier. */
  readonly name: string;
  /** Redis key: a list counts its length, a sorted set its members. */
  readonly key: string;
}

/** What KEDA reads for some queues, and how many replicas follow from it. */
export interface QueueDepth {
  readonly triggers: readonly QueueTrigger[];
  /** Of the triggers' values; divided by the target it is the number of replicas. */
  readonly formula: string;
}

/**
 * What to read for each RQ queue: the list of waiting jobs and the sorted set
 * of started ones. `rq:queue:<name>:intermediate` is a hand-off that is
 * practically always empty, and KEDA reads a missing key as 0 without a word.
 * https://github.com/rq/rq/blob/master/rq/registry.py
 */
export function jobTriggers(queues: readonly string[]): readonly QueueTrigger[] {
  return queues.flatMap((queue) => [waiting(queue), running(queue)]);
}

/**
 * A replica for each running job, which it holds, and one for every
 * `waitingJobsPerReplica` that wait: with that number as target the formula
 * comes to `running + waiting / target`. A plain sum would want one replica for
 * several running jobs as soon as the queue is empty, and stop workers at work.
 */
export function queueDepth(queues: readonly string[], waitingJobsPerReplica: number): QueueDepth {
  const [waits, runs] = [sumOf(queues.map(waiting)), sumOf(queues.map(running))];
  return {
    triggers: jobTriggers(queues),
    formula:
      waitingJobsPerReplica === 1
        ? `${waits} + ${runs}`
        : `${waits} + ${waitingJobsPerReplica} * ${queues.length === 1 ? runs : `(${runs})`}`,
  };
}

/**
 * The same for workers that may go to zero. RQ's scheduler, which moves jobs
 * that are due into their queue, runs in the workers: with none, nobody does.
 * So all scheduled jobs together count as one, due or not, and one worker stays
 * up for them.
 * https://github.com/rq/rq/blob/master/rq/scheduler.py
 */
export function queueDepthFromZero(
  queues: readonly string[],
  waitingJobsPerReplica: number,
): QueueDepth {
  const jobs = queueDepth(queues, waitingJobsPerReplica);
  const scheduled = scheduledTriggers(queues);
  return {
    triggers: [...jobs.triggers, ...scheduled],
    formula: `${jobs.formula} + min(${sumOf(scheduled)}, 1)`,
  };
}

/**
 * The same for workers that join others on their queues: of the jobs there, so many
 * are the others' to take, and each beyond them counts. Nothing in Redis tells whose
 * workers run a job, so only the number of all can say what is left over. Below zero
 * the HPA would go to its maximum. Scheduled jobs are moved by the others.
 */
export function queueDepthBeyond(
  queues: readonly string[],
  waitingJobsPerReplica: number,
  joinsAbove: number,
): QueueDepth {
  const { triggers, formula } = queueDepth(queues, waitingJobsPerReplica);
  return { triggers, formula: `max(${formula} - ${waitingJobsPerReplica * joinsAbove}, 0)` };
}

/** Jobs that wait for their time, or for a retry: a sorted set for each queue. */
export function scheduledTriggers(queues: readonly string[]): readonly QueueTrigger[] {
  return queues.map((queue) => ({
    name: `scheduled_${identifier(queue)}`,
    key: `rq:scheduled:${queue}`,
  }));
}

function waiting(queue: string): QueueTrigger {
  return { name: `queued_${identifier(queue)}`, key: `rq:queue:${queue}` };
}

function running(queue: string): QueueTrigger {
  return { name: `running_${identifier(queue)}`, key: `rq:wip:${queue}` };
}

function sumOf(triggers: readonly QueueTrigger[]): string {
  return triggers.map(({ name }) => name).join(" + ");
}

function identifier(queue: string): string {
  return queue.replaceAll("-", "_");
}
