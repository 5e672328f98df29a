import type { QueueTrigger } from "../../queues/adapter";

/** What KEDA reads for some queues, and how many replicas follow from it. */
export interface QueueDepth {
  readonly triggers: readonly QueueTrigger[];
  /** Of the triggers' values; divided by the target it is the number of replicas. */
  readonly formula: string;
}

/**
 * A replica for each running job, which it holds, and one for every
 * `waitingJobsPerReplica` that wait: with that number as target the formula
 * comes to `running + waiting / target`. A plain sum would want one replica for
 * several running jobs as soon as the queue is empty, and stop workers at work.
 */
export function queueDepth(
  counted: readonly QueueTrigger[],
  waitingJobsPerReplica: number,
): QueueDepth {
  const running = counted.filter(({ holds }) => holds === "running");
  const waits = sumOf(counted.filter(({ holds }) => holds === "waiting"));
  const runs = sumOf(running);
  return {
    triggers: counted.filter(({ holds }) => holds !== "scheduled"),
    formula:
      waitingJobsPerReplica === 1
        ? `${waits} + ${runs}`
        : `${waits} + ${waitingJobsPerReplica} * ${running.length === 1 ? runs : `(${runs})`}`,
  };
}

/**
 * The same for workers that may go to zero, where jobs need one to get into their queue:
 * all of those together count as one, due or not, and one worker stays up for them.
 */
export function queueDepthFromZero(
  counted: readonly QueueTrigger[],
  waitingJobsPerReplica: number,
): QueueDepth {
  const { triggers, formula } = queueDepth(counted, waitingJobsPerReplica);
  const scheduled = counted.filter(({ holds }) => holds === "scheduled");
  if (scheduled.length === 0) return { triggers, formula };
  return {
    triggers: [...triggers, ...scheduled],
    formula: `${formula} + min(${sumOf(scheduled)}, 1)`,
  };
}

/**
 * The same for workers that join others on their queues: of the jobs there, so many
 * are the others' to take, and each beyond them counts. Nothing in Redis tells whose
 * workers run a job, so only the number of all can say what is left over. Below zero
 * the HPA would go to its maximum. Scheduled jobs are moved by the others.
 */
export function queueDepthBeyond(
  counted: readonly QueueTrigger[],
  waitingJobsPerReplica: number,
  joinsAbove: number,
): QueueDepth {
  const { triggers, formula } = queueDepth(counted, waitingJobsPerReplica);
  return { triggers, formula: `max(${formula} - ${waitingJobsPerReplica * joinsAbove}, 0)` };
}

function sumOf(triggers: readonly QueueTrigger[]): string {
  return triggers.map(({ name }) => name).join(" + ");
}
