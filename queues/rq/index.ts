import { identifier, type QueueAdapter, type QueueTrigger } from "../adapter";
import { programAt } from "../command-line";
import { rqCommand } from "./rq-command";
import { otherRqKey } from "./rq-other-keys";
import { parseRqKey, prefixedKeys, RQ_KEYS, runningKey, scheduledKey, waitingKey } from "./rq-keys";

/**
 * RQ, tried with 2.6.1 and 3.0.0.
 *
 * - A started job leaves the list for a sorted set. `rq:queue:<name>:intermediate` is a hand-off that
 *   is practically always empty: https://github.com/rq/rq/blob/master/rq/registry.py
 * - RQ's scheduler, which moves jobs that are due into their queue, runs in the workers: with none,
 *   nothing moves them. https://github.com/rq/rq/blob/master/rq/scheduler.py
 * - SIGTERM is a warm shutdown: the worker finishes its job and exits. A second one kills the job.
 */
export const rq: QueueAdapter = {
  title: "RQ",
  triggers: ({ queues }) => [
    ...queues.flatMap((queue): readonly QueueTrigger[] => [
      { name: `queued_${identifier(queue)}`, key: waitingKey(queue), holds: "waiting" },
      { name: `running_${identifier(queue)}`, key: runningKey(queue), holds: "running" },
    ]),
    ...queues.map((queue) => scheduledTrigger(queue)),
  ],
  countsRunningByQueue: true,
  grace: {
    /**
     * RQ waits this long, beyond a job's own timeout, before it kills the work
     * horse: the watchdog of `monitor_work_horse` kills it at `timeout + 60`.
     * https://github.com/rq/rq/blob/master/rq/worker/worker_classes.py
     */
    kill: 60,
    /**
     * Success, failure and stopped callbacks run after the job, with a timeout of
     * 60 s unless the job names another (`CALLBACK_TIMEOUT`).
     * https://github.com/rq/rq/blob/master/rq/defaults.py
     */
    callbacks: 60,
    /** Registering the result, unregistering the worker and the exit of the container. */
    shutdown: 30,
  },
  oneJob: {
    /**
     * An application's own worker module may take job after job, and nothing tells it otherwise;
     * RQ's command is in the same image and finds the same code. With `--burst` the scheduler moves
     * what is due and ends, and so does a worker that finds its job taken.
     */
    command: (queues) => [
      ...["rq", "worker", "--burst", "--max-jobs", "1", "--with-scheduler"],
      ...queues,
    ],
    redisUrl: { name: "RQ_REDIS_URL", passwordVariable: "RQ_REDIS_PASSWORD" },
  },
  isOwnProgram: (command) => programAt(command, /^(.*\/)?rq$/, /^worker$/) !== -1,
  // The application's own program may start an rq.Worker.
  commandFault: () => undefined,
  arguments: () => [],
  redisUrl: undefined,
  readable: () => ["rq:*"],
  program: "queues/rq/queue_library.py",
  states: [
    ...["waiting", "intermediate", "running", "scheduled", "deferred", "ready", "failed"],
    ...["finished", "abandoned"],
  ],
  abandoned: {
    state: "abandoned",
    noticed:
      "The worker was killed and vouches for the job no more; until an idle worker's maintenance finds it, the job counts as running, holds its share of the workers, and its user waits: 811 s at RQ's defaults (2.6.1 and 3.0.0).",
  },
  handOff: {
    state: "intermediate",
    lost: "RQ keeps a job between queue and worker for milliseconds. One that stays there was given to a connection whose other end is dead, most often a worker on a lost node; no worker renders it, and RQ fails it some minutes later.",
  },
  deadWorkersJobs: "RQ gives them up",
  programVariables: () => ({}),
  asksByWriting: false,
  secondSignalKills: true,
  // https://github.com/rq/rq/blob/master/rq/defaults.py, DEFAULT_QUEUE_TIMEOUT; seen with 3.0.0.
  defaultJobTimeoutSeconds: 180,
  // Writes rq:suspended, which every worker of the Redis looks at.
  suspend: { command: "rq suspend", resume: "rq resume" },
  prefix: { variable: "RQ_KEY_PREFIX", keys: prefixedKeys },
  urlVariable: "RQ_REDIS_URL",
  command: rqCommand,
  keys: RQ_KEYS,
  parseKey: parseRqKey,
  otherKey: otherRqKey,
};

function scheduledTrigger(queue: string): QueueTrigger {
  return { name: `scheduled_${identifier(queue)}`, key: scheduledKey(queue), holds: "scheduled" };
}
