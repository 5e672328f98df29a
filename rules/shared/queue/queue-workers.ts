import { KNOWN_WORKERS, type KnownWorker } from "../../../applications/known-workers";
import type { Container, Inventory, Workload } from "../../../inventory/model";
import { QUEUE_ADAPTERS, WORKER_LIBRARIES } from "../../../queues";
import type {
  DeliverySettings,
  WorkerCommand,
  WorkerKeys,
  WorkerLibrary,
} from "../../../queues/adapter";
import { type VariableValue, variableOf } from "./container-variables";

/** A container that takes jobs from queues in Redis. */
export interface JobTaker {
  readonly container: Container;
  /** Library that it takes them with. */
  readonly adapter: WorkerLibrary;
  /** Undefined: nothing here tells. */
  readonly queues: readonly string[] | undefined;
  /** It moves scheduled jobs into their queues. */
  readonly scheduler: boolean;
  /** Longest job; undefined: nothing here tells. */
  readonly jobTimeout: JobTimeout | undefined;
  /** What becomes of a job that it has taken; undefined: it is the worker's until it ends. */
  readonly delivery: DeliverySettings | undefined;
  /** Seconds after SIGTERM at which it ends its job; undefined: it finishes it. */
  readonly endsJob: WorkerCommand["endsJob"];
  /** Number of the database in its Redis, and where it is said; undefined: nothing here tells. */
  readonly database: { readonly index: number; readonly from: string } | undefined;
  readonly keys: WorkerKeys;
}

export interface JobTimeout {
  readonly seconds: number;
  /** Where the number is from: a variable, or whose default it is. */
  readonly from: string;
  /** A variable sets it; otherwise it is the program's default, which a caller may change. */
  readonly said: boolean;
}

type Variable = (name: string) => VariableValue;

/** The queue workers among a workload's containers; four rules ask for them. */
export function queueWorkersOf(workload: Workload, inventory: Inventory): readonly JobTaker[] {
  const known = KNOWN.get(inventory) ?? new Map<Workload, readonly JobTaker[]>();
  KNOWN.set(inventory, known);
  const workers = known.get(workload) ?? workersOf(workload, inventory);
  known.set(workload, workers);
  return workers;
}

const KNOWN = new WeakMap<Inventory, Map<Workload, readonly JobTaker[]>>();

function workersOf(workload: Workload, inventory: Inventory): readonly JobTaker[] {
  return workload.pod.containers
    .filter(({ init }) => !init)
    .flatMap((container) => workerOf(container, workload, inventory));
}

function workerOf(
  container: Container,
  { namespace }: Workload,
  inventory: Inventory,
): readonly JobTaker[] {
  const variable: Variable = (name) => variableOf(name, container, namespace, inventory);
  const isUnset = (name: string) => variable(name).kind === "unset";
  const words = [...container.command, ...container.args];
  const module = KNOWN_WORKERS.find((worker) => words.some((word) => word.includes(worker.module)));
  const setting = jobTimeoutOf(variable, module);
  const [started] = WORKER_LIBRARIES.flatMap((adapter) => {
    const command = adapter.command(words);
    if (command === undefined) return [];
    const { jobTimeout } = command;
    const own = jobTimeout === undefined ? setting : { ...jobTimeout, said: true };
    const usual =
      setting === undefined &&
      KNOWN_WORKERS.every(({ jobTimeout: known }) => isUnset(known.variable))
        ? defaultTimeoutOf(adapter)
        : undefined;
    const { redisUrl, ...rest } = command;
    const database = databaseOf(redisUrl, adapter, variable);
    return [
      {
        ...{ container, adapter, ...rest, database, jobTimeout: own ?? usual },
        keys: keysOf(adapter, variable) ?? rest.keys,
      },
    ];
  });
  if (started !== undefined) return [started];
  const worker = module ?? KNOWN_WORKERS.find((known) => queuesNamed(known, variable).length > 0);
  if (worker === undefined) return [];
  const adapter = QUEUE_ADAPTERS[worker.library];
  return [
    {
      ...{ container, adapter, keys: adapter.keys, delivery: undefined, jobTimeout: setting },
      queues: emptyAsUndefined(queuesNamed(worker, variable)),
      scheduler: module?.scheduler === true,
      ...{ endsJob: undefined, database: undefined },
    },
  ];
}

/** Keys with a first word of the worker's own; undefined: those of its command. */
function keysOf({ prefix }: WorkerLibrary, variable: (name: string) => VariableValue) {
  const set = prefix && variable(prefix.variable);
  return set?.kind === "known" && set.value !== "" ? prefix?.keys(set.value) : undefined;
}

/** Jobs for which whoever enqueues them names no time. */
function defaultTimeoutOf({ title, defaultJobTimeoutSeconds: seconds }: WorkerLibrary) {
  return seconds === undefined
    ? undefined
    : { seconds, from: `the default of ${title}`, said: false };
}

/** The option of the command, else the variable that the program reads by itself. */
function databaseOf(
  option: string | undefined,
  { urlVariable }: WorkerLibrary,
  variable: Variable,
): JobTaker["database"] {
  if (option === undefined && urlVariable === undefined) return undefined;
  const set = urlVariable === undefined ? undefined : variable(urlVariable);
  const url = option ?? (set?.kind === "known" ? set.value : undefined);
  const from = option === undefined && urlVariable !== undefined ? urlVariable : "its URL";
  const [, path, query] =
    /^rediss?:\/\/[^/?]*(?:\/(\d+))?\/?(?:\?(?:.*&)?db=(\d+).*)?$/.exec(url ?? "") ?? [];
  if (url === undefined || !/^rediss?:\/\/[^$]*$/.test(url)) return undefined;
  return { index: Number(query ?? path ?? 0), from };
}

function queuesNamed({ queuesVariable }: KnownWorker, variable: Variable): readonly string[] {
  const queues = variable(queuesVariable);
  return queues.kind === "known" ? namesIn(queues.value) : [];
}

/** By a known worker's variable, or else the default of the module that is started. */
function jobTimeoutOf(
  variable: Variable,
  started: KnownWorker | undefined,
): JobTimeout | undefined {
  for (const { jobTimeout } of KNOWN_WORKERS) {
    const setting = variable(jobTimeout.variable);
    if (setting.kind !== "known") continue;
    const seconds = Number(setting.value);
    return seconds > 0 ? { seconds, from: jobTimeout.variable, said: true } : undefined;
  }
  if (started === undefined) return undefined;
  const { module, jobTimeout } = started;
  return { seconds: jobTimeout.defaultSeconds, from: `the default of ${module}`, said: false };
}

function namesIn(list: string): readonly string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function emptyAsUndefined(names: readonly string[]): readonly string[] | undefined {
  return names.length === 0 ? undefined : names;
}

/** Queues that all of a workload's queue workers together take jobs from; undefined: not known of all, or there is none. */
export function consumedQueues(workers: readonly JobTaker[]): readonly string[] | undefined {
  const queues = workers.flatMap((worker) => worker.queues ?? []);
  const known = workers.length > 0 && workers.every((worker) => worker.queues !== undefined);
  return known ? [...new Set(queues)] : undefined;
}
