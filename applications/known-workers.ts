import { montageAi, worker } from "./montage-ai";

/** A worker that a module of an application is: rules know it by that in manifests that belong to no environment. */
export interface KnownWorker {
  /** Python module that its command names. */
  readonly module: string;
  /** Library that it takes jobs with. */
  readonly library: "rq";
  /** It moves scheduled jobs into their queues. */
  readonly scheduler: boolean;
  /** Variable with its queues, with commas; a container that has it is taken for such a worker. */
  readonly queuesVariable: string;
  readonly jobTimeout: {
    /** Variable with the longest job, seconds. */
    readonly variable: string;
    /** Without the variable. */
    readonly defaultSeconds: number;
  };
}

const { command, variables } = worker;

export const KNOWN_WORKERS: readonly KnownWorker[] = [
  {
    // https://github.com/mfahsold/montage-ai/blob/main/src/montage_ai/worker.py, config.py
    module: command[command.indexOf("-m") + 1] ?? command.join(" "),
    library: montageAi.queue,
    scheduler: true,
    queuesVariable: variableFrom("queues"),
    jobTimeout: { variable: variableFrom("job-timeout-seconds"), defaultSeconds: 1800 },
  },
];

/**
 * Name of the worker's variable that has the value.
 *
 * @throws Error when it has none
 */
function variableFrom(from: "queues" | "job-timeout-seconds"): string {
  const found = Object.entries(variables).find(([, value]) => value.from === from);
  if (found === undefined) throw new Error(`the worker of ${montageAi.name} has no ${from}`);
  return found[0];
}
