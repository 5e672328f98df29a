import type { Container, Inventory, Workload } from "../../../inventory/model";
import { type VariableValue, variableOf } from "./container-variables";
import { rqCommand } from "./rq-command";

/** A container that takes jobs from RQ queues. */
export interface RqWorker {
  readonly container: Container;
  /** Undefined: nothing here tells. */
  readonly queues: readonly string[] | undefined;
  /** It moves scheduled jobs into their queues. */
  readonly scheduler: boolean;
  /** Longest job; undefined: nothing here tells. */
  readonly jobTimeout: JobTimeout | undefined;
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

/** The RQ workers among a workload's containers. */
export function rqWorkersOf(workload: Workload, inventory: Inventory): readonly RqWorker[] {
  return workload.pod.containers
    .filter(({ init }) => !init)
    .flatMap((container) => workerOf(container, workload, inventory));
}

function workerOf(
  container: Container,
  { namespace }: Workload,
  inventory: Inventory,
): readonly RqWorker[] {
  const variable = (name: string) => variableOf(name, container, namespace, inventory);
  const words = [...container.command, ...container.args];
  const command = rqCommand(words);
  const isApp = words.some((word) => word.includes(APP_WORKER.module));
  const setting = variable("WORKER_QUEUES");
  const named = setting.kind === "known" ? namesIn(setting.value) : [];
  if (command === undefined && !isApp && named.length === 0) return [];
  return [
    {
      container,
      queues: command === undefined ? emptyAsUndefined(named) : command.queues,
      scheduler: isApp || command?.scheduler === true,
      jobTimeout: jobTimeoutOf(variable("JOB_TIMEOUT"), isApp),
    },
  ];
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

/** Queues that all of a workload's RQ workers together take jobs from; undefined: not known of all, or there is none. */
export function consumedQueues(workers: readonly RqWorker[]): readonly string[] | undefined {
  const queues = workers.flatMap((worker) => worker.queues ?? []);
  const known = workers.length > 0 && workers.every((worker) => worker.queues !== undefined);
  return known ? [...new Set(queues)] : undefined;
}
