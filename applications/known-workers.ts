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

export const KNOWN_WORKERS: readonly KnownWorker[] = [
  {
    // https://github.com/mfahsold/montage-ai/blob/main/src/montage_ai/worker.py, config.py
    module: "montage_ai.worker",
    library: "rq",
    scheduler: true,
    queuesVariable: "WORKER_QUEUES",
    jobTimeout: { variable: "JOB_TIMEOUT", defaultSeconds: 1800 },
  },
];
