import type { Container, Inventory, Workload } from "../../../inventory/model";
import { ALL, QUEUE_ADAPTERS } from "../../../queues";
import type { DeliverySettings, QueueAdapter, WorkerKeys } from "../../../queues/adapter";
import { type VariableValue, variableOf } from "./container-variables";

/** A container that takes jobs from queues in Redis. */
export interface JobTaker {
  readonly container: Container;
  /** Library that it takes them with. */
  readonly adapter: QueueAdapter;
  /** Undefined: nothing here tells. */
  readonly queues: readonly string[] | undefined;
  /** It moves scheduled jobs into their queues. */
  readonly scheduler: boolean;
  /** Longest job; undefined: nothing here tells. */
  readonly jobTimeout: JobTimeout | undefined;
  /** What becomes of a job that it has taken; undefined: it is the worker's until it ends. */
  readonly delivery: DeliverySettings | undefined;
  readonly keys: WorkerKeys;
}

export interface JobTimeout {
  readonly seconds: number;
  /** Where the number is from, e.g. `JOB_TIMEOUT`. */
  readonly from: string;
  /** A variable sets it; otherwise it is the program's default, which a caller may change. */
  readonly said: boolean;
}

/**
 * montage-ai's worker: RQ with a scheduler, and jobs of JOB_TIMEOUT seconds.
 * https://github.com/mfahsold/montage-ai/blob/main/src/montage_ai/worker.py, config.py
 */
const APP_WORKER = { module: "montage_ai.worker", jobTimeoutSeconds: 1800 } as const;

/** The queue workers among a workload's containers. */
export function queueWorkersOf(workload: Workload, inventory: Inventory): readonly JobTaker[] {
  return workload.pod.containers
    .filter(({ init }) => !init)
    .flatMap((container) => workerOf(container, workload, inventory));
}

function workerOf(
  container: Container,
  { namespace }: Workload,
  inventory: Inventory,
): readonly JobTaker[] {
  const variable = (name: string) => variableOf(name, container, namespace, inventory);
  const words = [...container.command, ...container.args];
  const setting = jobTimeoutOf(variable("JOB_TIMEOUT"), isApp(words));
  const [started] = ALL.flatMap((adapter) => {
    const command = adapter.command(words);
    if (command === undefined) return [];
    const { jobTimeout } = command;
    const own = jobTimeout === undefined ? setting : { ...jobTimeout, said: true };
    return [{ container, adapter, ...command, jobTimeout: own }];
  });
  if (started !== undefined) return [started];
  const queues = variable("WORKER_QUEUES");
  const named = queues.kind === "known" ? namesIn(queues.value) : [];
  if (!isApp(words) && named.length === 0) return [];
  const { rq } = QUEUE_ADAPTERS;
  return [
    {
      ...{ container, adapter: rq, keys: rq.keys, delivery: undefined, jobTimeout: setting },
      queues: emptyAsUndefined(named),
      scheduler: isApp(words),
    },
  ];
}

function isApp(words: readonly string[]): boolean {
  return words.some((word) => word.includes(APP_WORKER.module));
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

function jobTimeoutOf(setting: VariableValue, isApp: boolean): JobTimeout | undefined {
  if (setting.kind === "known") {
    const seconds = Number(setting.value);
    return seconds > 0 ? { seconds, from: "JOB_TIMEOUT", said: true } : undefined;
  }
  return isApp
    ? {
        seconds: APP_WORKER.jobTimeoutSeconds,
        from: `the default of ${APP_WORKER.module}`,
        said: false,
      }
    : undefined;
}

/** Queues that all of a workload's queue workers together take jobs from; undefined: not known of all, or there is none. */
export function consumedQueues(workers: readonly JobTaker[]): readonly string[] | undefined {
  const queues = workers.flatMap((worker) => worker.queues ?? []);
  const known = workers.length > 0 && workers.every((worker) => worker.queues !== undefined);
  return known ? [...new Set(queues)] : undefined;
}
