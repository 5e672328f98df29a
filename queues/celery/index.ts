import { identifier, type QueueAdapter, type QueueConsumer } from "../adapter";
import { celeryCommand } from "./celery-command";
import { celeryCommandFault, isCelery } from "./command-fault";
import { celeryKeys, deliveryKeys, parseCeleryKey, waitingLists } from "./celery-keys";

/** Celery's own default, which is not shortened: jobs with a countdown are redelivered after it as well. */
const SHORTEST_VISIBILITY_SECONDS = 3600;

/** Measured from SIGTERM, or the end of the last task, to the exit: 1 to 2.5 s; a busy node takes longer. */
const SHUTDOWN_SECONDS = 30;

/**
 * Celery on Redis, seen with celery 5.7.0, kombu 5.7.0, redis-py 8.1.0 and Redis 7.0.15.
 *
 * - A worker takes a job from the list of its queue's name, or from one of three with a priority, into
 *   a hash of deliveries, and takes it out when it acknowledges the job. With late acknowledgement and
 *   a prefetch of one a busy worker has one delivery there and an idle one none, so that a hash for each
 *   kind of worker counts the running jobs.
 * - Jobs with a countdown or an ETA are there too, in any number, until their time has come: they
 *   count as running. SIGTERM puts them back into the list.
 * - SIGTERM is a warm shutdown: the worker finishes its job and exits; a second one changes nothing.
 *   The time limit holds meanwhile. SIGQUIT puts the job back and ends.
 * - The job of a killed worker stays in the hash. Once `visibility_timeout` has passed, a worker of the
 *   same kind puts it back, at a sweep each 100 s; it counts as running until then, so one is up for it.
 * - A worker answers `inspect active` in a job (pool prefork or threads; not solo), not after SIGTERM.
 * - No argument ends a worker after one job: `--max-tasks-per-child 1` replaces its child process only.
 */
export const celery: QueueAdapter = {
  title: "Celery",
  triggers: ({ name, queues }) => [
    ...queues.flatMap((queue) =>
      waitingLists(queue).map(({ key, suffix }) => ({
        ...{ name: `queued_${identifier(queue)}${suffix}`, key },
        holds: "waiting" as const,
      })),
    ),
    {
      ...{ name: `running_${identifier(name)}`, key: deliveryKeys(name).unacked_key },
      holds: "running",
    },
  ],
  countsRunningByQueue: false,
  // The time limit kills the child process at once; there are no callbacks outside of it.
  grace: { kill: 0, callbacks: 0, shutdown: SHUTDOWN_SECONDS },
  oneJob: undefined,
  isOwnProgram: isCelery,
  commandFault: celeryCommandFault,
  arguments: workerArguments,
  redisUrl: { name: "CELERY_BROKER_URL", passwordVariable: "CELERY_BROKER_PASSWORD" },
  readable: (queues) => ["celery:*", ...queues.map((queue) => `${queue}*`)],
  program: "queues/celery/queue_library.py",
  states: ["waiting", "running", "scheduled"],
  abandoned: undefined,
  // BRPOP takes it out of its list, and the worker writes it into its hash. Seen with an idle worker that was stopped
  // (SIGSTOP) and then killed: it is in neither, and no worker after it gets it.
  handOff: {
    state: undefined,
    lost: "Celery has a job in no key between list and worker: one that is given to a dead connection is lost, and no series shows it.",
  },
  deadWorkersJobs: "Celery hands them to other workers, after the visibility timeout",
  programVariables: (workers) => ({
    RUNNING_KEYS: workers.map(({ name }) => deliveryKeys(name).unacked_key).join(","),
  }),
  asksByWriting: true,
  secondSignalKills: false,
  defaultJobTimeoutSeconds: undefined,
  suspend: undefined,
  prefix: undefined,
  urlVariable: "CELERY_BROKER_URL",
  command: celeryCommand,
  keys: celeryKeys(undefined),
  parseKey: parseCeleryKey,
};

/**
 * Arguments win over what the application's code sets, so that what the scaling counts on holds
 * whatever that is. Settings stand behind `--`; the transport's options replace the code's own.
 * https://docs.celeryq.dev/en/stable/reference/cli.html#celery-worker
 */
function workerArguments(worker: QueueConsumer): readonly string[] {
  const { name, queues, jobTimeoutSeconds } = worker;
  const options = { ...deliveryKeys(name), visibility_timeout: visibilitySeconds(worker) };
  return [
    "worker",
    ...["--queues", queues.join(",")],
    ...["--pool", "prefork", "--concurrency", "1", "--prefetch-multiplier", "1"],
    ...["--time-limit", String(jobTimeoutSeconds)],
    ...["--loglevel", "INFO"],
    "--",
    "task.acks_late=true",
    `broker.transport_options=(dict)${JSON.stringify(options)}`,
  ];
}

/** A delivery is its worker's for the whole grace: earlier, a second one would get the same job. */
function visibilitySeconds({ jobTimeoutSeconds }: QueueConsumer): number {
  return Math.max(SHORTEST_VISIBILITY_SECONDS, jobTimeoutSeconds + 2 * SHUTDOWN_SECONDS);
}
