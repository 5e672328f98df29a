import type { WorkerScaler } from "../queue-worker/queue-worker";

/** A queue worker as its alerts need it. */
export interface MonitoredWorker {
  /** Name of its application. */
  readonly application: string;
  /** Name without the application's prefix; Deployment `<application>-<name>`. */
  readonly name: string;
  /** Queues that it serves. */
  readonly queues: readonly string[];
  /** What scales it. */
  readonly scaler: WorkerScaler;
  /** Most pods that it makes. */
  readonly max: number;
}
