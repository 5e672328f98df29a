/** A worker as its queue library knows it: pods of one kind, each with one job at a time. */
export interface QueueConsumer {
  /** Name in the application's data; pods carry it as `app.kubernetes.io/component`. */
  readonly name: string;
  /** Queues that it takes jobs from, highest priority first. */
  readonly queues: readonly string[];
  /** Longest job, seconds. */
  readonly jobTimeoutSeconds: number;
}

/** One number that KEDA reads from Redis. */
export interface QueueTrigger {
  /** Name in the formula; the formula's language wants an identifier. */
  readonly name: string;
  /** Redis key: a list counts its length, a sorted set its members, a hash its fields; a missing key is 0. */
  readonly key: string;
  readonly holds: CountedJobs;
}

/**
 * `waiting`: jobs that no worker has; `running`: jobs that workers have; `scheduled`: jobs that
 * stay where they are until a worker is up which moves them once their time has come.
 */
export type CountedJobs = "waiting" | "running" | "scheduled";

/** What a key of Redis holds for a worker. */
export interface QueueKey {
  /**
   * `hand-off`: jobs on their way to a worker, a list that is always nearly empty.
   * `all`: jobs from their enqueueing to their end, those that run included.
   */
  readonly holds: CountedJobs | "hand-off" | "all";
  /** Undefined: it holds jobs of all the queues that a worker takes from. */
  readonly queue: string | undefined;
}

/** Seconds that a worker may take beyond a job's longest time, between SIGTERM and its end. */
export interface GraceSeconds {
  /** Until the library kills a job that goes on beyond its time. */
  readonly kill: number;
  /** Callbacks after the job. */
  readonly callbacks: number;
  /** Recording the result and the exit of the container. */
  readonly shutdown: number;
}

/** Seconds from SIGTERM that let a worker finish any job it may have. */
export function graceSeconds(
  { kill, callbacks, shutdown }: GraceSeconds,
  jobTimeoutSeconds: number,
): number {
  return jobTimeoutSeconds + kill + callbacks + shutdown;
}

/** A job that Redis has handed to a worker and that the worker has not taken yet. */
export interface HandOff {
  /** State in which the program shows it; undefined: it is in no key, nothing can show it. */
  readonly state: string | undefined;
  /** What becomes of it when the worker is gone; a sentence of an alert. */
  readonly lost: string;
}

/** How a pod takes one job and ends. */
export interface OneJob {
  /** Program and arguments: it ends after one job, and at once when there is none. */
  readonly command: (queues: readonly string[]) => readonly string[];
  readonly redisUrl: UrlVariable;
}

/** Variable that holds Redis as a URL, for programs that know it no other way. */
export interface UrlVariable {
  readonly name: string;
  /** Holds the password, which Kubernetes puts into the URL. */
  readonly passwordVariable: string;
}

/** Why a worker's command cannot be what starts it. */
export interface CommandFault {
  readonly message: string;
  readonly fix: string;
}

/** Settings of a worker that its command line shows, and what they mean for its jobs. */
export interface DeliverySettings {
  /** A job counts as running until it ends; false: it is off the books when a worker takes it. Undefined: not said. */
  readonly acknowledgesLate: boolean | undefined;
  /** Jobs that a worker takes at once. Undefined: not said. */
  readonly takes: number | undefined;
  /** Jobs that it works on at once. Undefined: not said. */
  readonly worksOn: number | undefined;
  /** Seconds after which a job that is not finished goes to another worker as well; the library's default where it is not said. */
  readonly redelivery: { readonly seconds: number; readonly said: boolean; readonly fix: string };
  /** It answers from outside while it works, so that a scale-in can leave it alone. */
  readonly answers: boolean;
  /** It sends periodic jobs, as each other replica does. */
  readonly sendsPeriodicJobs: boolean;
  /** What other workers of the same Redis use as well; undefined: the worker's key of running jobs is its own. */
  readonly sharedRunningKey: string | undefined;
}

/** What a container's command line says of the worker that it starts. */
export interface WorkerCommand {
  /** Undefined: a configuration file or a variable says it. */
  readonly queues: readonly string[] | undefined;
  /** It moves jobs whose time has come into their queue, for all workers. */
  readonly scheduler: boolean;
  /** Longest job, seconds, and the option that says it. Undefined: not said. */
  readonly jobTimeout: { readonly seconds: number; readonly from: string } | undefined;
  /** Undefined: the library has none of these, a job is its worker's until it ends. */
  readonly delivery: DeliverySettings | undefined;
  /** Redis as a URL, with its option; undefined: a variable or a file says it. */
  readonly redisUrl: string | undefined;
  /** Seconds after SIGTERM at which it ends its job, whatever the grace, and the option that says so; undefined: it finishes it. */
  readonly endsJob: { readonly afterSeconds: number; readonly from: string } | undefined;
  readonly keys: WorkerKeys;
}

/** Names of keys in Redis, as a worker uses them. */
export interface WorkerKeys {
  /** Jobs of a queue that wait. */
  readonly waiting: (queue: string) => string;
  /** Jobs of a queue that workers have; one key may hold those of several queues. */
  readonly running: (queue: string) => string;
  /** Takes a key apart; undefined: none that tells of jobs to come or at work. */
  readonly parse: (key: string) => QueueKey | undefined;
  /** Key of jobs that stay there until a worker is up; undefined: the library has none by queue. */
  readonly scheduled?: (queue: string) => string;
  /** Key of jobs that wait elsewhere because they have a priority; undefined: they have their places among the others, or lists of their own that `triggers` names. */
  readonly prioritized?: (queue: string) => string;
  /** Looks as if it were meant to be one of the library's. */
  readonly resembles: (key: string) => boolean;
}

/** A library whose keys in Redis are known, so that a trigger can be judged by them. */
export interface KeyLibrary {
  /** As its authors write it. */
  readonly title: string;
  /** Keys of a worker whose command line is not known. */
  readonly keys: WorkerKeys;
  /** Keys whose names alone say what they hold, whichever worker takes the jobs. */
  readonly parseKey: (key: string) => QueueKey | undefined;
  /** What a key of the library holds that has a length, but no jobs to come or at work; undefined: nothing that is known. */
  readonly otherKey?: (key: string) => OtherKey | undefined;
}

/** A key that a scaler must not count. */
export interface OtherKey {
  /** The end of a sentence about the key: `which ...`. */
  readonly holds: string;
  /** Key that is probably meant; undefined: the waiting jobs of a queue that the key does not name. */
  readonly meant: string | undefined;
}

/** A library whose workers are known by their command line. */
export interface WorkerLibrary extends KeyLibrary {
  readonly grace: GraceSeconds;
  /** A second SIGTERM kills the job; false: it changes nothing. */
  readonly secondSignalKills: boolean;
  /**
   * What the application's code must set so that a worker finishes its job after SIGTERM, for jobs
   * of so many seconds; undefined: it finishes by itself.
   */
  readonly finishing?: (jobTimeoutSeconds: number) => string;
  /** Longest time of a job for which nobody names one, seconds; undefined: it has none. */
  readonly defaultJobTimeoutSeconds: number | undefined;
  /** Command that keeps all workers of a Redis from taking jobs, until another one lets them; undefined: none. */
  readonly suspend: { readonly command: string; readonly resume: string } | undefined;
  /** Variable with another first word of all keys, and the keys with it; undefined: there is none. */
  readonly prefix:
    { readonly variable: string; readonly keys: (prefix: string) => WorkerKeys } | undefined;
  /** Variable from which a worker's program takes Redis as a URL by itself; undefined: none. */
  readonly urlVariable: string | undefined;
  /** Reads a worker's command line, a shell's script included; undefined: it starts none of this library. */
  readonly command: (words: readonly string[]) => WorkerCommand | undefined;
}

/**
 * What this project must know of a queue library that keeps its jobs in Redis. It holds what
 * was seen of the real library; nothing outside `queues/` knows keys, commands or signals of one.
 */
export interface QueueAdapter extends WorkerLibrary {
  /** What KEDA counts for a worker: every key that holds jobs of its queues, or of its pods. */
  readonly triggers: (worker: QueueConsumer) => readonly QueueTrigger[];
  /** Running jobs are counted by queue, whichever worker has them; false: by kind of worker, whatever queue they are from. */
  readonly countsRunningByQueue: boolean;
  /** Undefined: no argument makes a worker end after one job, so that it cannot be scaled by kind job. */
  readonly oneJob: OneJob | undefined;
  /** Whether a command starts the library's own program; false for an application's own. */
  readonly isOwnProgram: (command: readonly string[]) => boolean;
  /**
   * What is wrong with the command of an application's worker, before `arguments` are added to it;
   * undefined: nothing that shows.
   *
   * @param variables names of the worker's variables
   */
  readonly commandFault: (
    command: readonly string[],
    variables: readonly string[],
  ) => CommandFault | undefined;
  /** Arguments that each worker's command gets. */
  readonly arguments: (worker: QueueConsumer) => readonly string[];
  /** Undefined: the application's own variables tell a worker where Redis is. */
  readonly redisUrl: UrlVariable | undefined;
  /** Patterns of the keys that programs which only read may see, for Redis' access list. */
  readonly readable: (queues: readonly string[]) => readonly string[];
  /** File of the project with the part of our Python programs that knows the library (`queue_library`). */
  readonly program: string;
  /** States of jobs that this part tells apart. */
  readonly states: readonly string[];
  readonly handOff: HandOff;
  /** Jobs whose worker was killed, as the program counts them; undefined: the library has no sign of them. */
  readonly abandoned: { readonly state: string; readonly noticed: string } | undefined;
  /** When the job of a worker that died counts as running no more; the end of a sentence. */
  readonly deadWorkersJobs: string;
  /** Variables that this part needs beside QUEUES, and Redis' host and port. */
  readonly programVariables: (
    workers: readonly QueueConsumer[],
  ) => Readonly<Record<string, string>>;
  /** Asking which workers are busy writes to Redis, so that a read-only user cannot. */
  readonly asksByWriting: boolean;
}

/** A queue's name in the name of a trigger. */
export function identifier(queue: string): string {
  return queue.replaceAll("-", "_");
}
