import { applicationIn, applicationPath } from "../../../environments/applications";
import type { EnvironmentSpec } from "../../../environments/schema";
import { scaledJobName, workerDeploymentName } from "../../../environments/workload-names";
import type { Inventory, Workload } from "../../../inventory/model";
import { graceSeconds, type WorkerLibrary } from "../../../queues/adapter";
import { type JobTimeout, type JobTaker, queueWorkersOf } from "../queue/queue-workers";
import { preStopSeconds } from "../../grace-chain/pre-stop";

/** A workload of queue workers whose longest job is known. */
export interface LongWorker {
  readonly workload: Workload;
  /** Library of its workers. */
  readonly adapter: WorkerLibrary;
  readonly jobTimeout: JobTimeout;
  /** Seconds of the preStop hooks. */
  readonly preStop: number;
  /** Seconds between SIGTERM and SIGKILL that let it finish any job. */
  readonly needed: number;
}

/** Workload with its queue workers. */
export interface WorkerPods {
  readonly workload: Workload;
  readonly workers: readonly [JobTaker, ...JobTaker[]];
}

export function workerPodsIn(inventory: Inventory): readonly WorkerPods[] {
  return inventory.workloads.flatMap((workload) => {
    const [first, ...others] = queueWorkersOf(workload, inventory);
    return first === undefined ? [] : [{ workload, workers: [first, ...others] }];
  });
}

/** Undefined where nothing tells how long a job may take. */
export function longWorkerOf(
  { workload, workers }: WorkerPods,
  spec: EnvironmentSpec | undefined,
): LongWorker | undefined {
  const timeouts = [
    ...workers.flatMap(({ jobTimeout }) => jobTimeout ?? []),
    ...(spec === undefined ? [] : declaredTimeout(workload, spec)),
  ];
  const said = timeouts.filter((timeout) => timeout.said);
  const [jobTimeout] = [...(said.length > 0 ? said : timeouts)].sort(
    (left, right) => right.seconds - left.seconds,
  );
  if (jobTimeout === undefined) return undefined;
  const preStop = Math.max(...workers.map(({ container }) => preStopSeconds(container)));
  const [{ adapter }] = workers;
  const needed = preStop + graceSeconds(adapter.grace, jobTimeout.seconds);
  return { workload, adapter, jobTimeout, preStop, needed };
}

function declaredTimeout(
  { kind, namespace, name }: Workload,
  spec: EnvironmentSpec,
): readonly JobTimeout[] {
  const application = applicationIn(spec, namespace);
  const nameOf = { Deployment: workerDeploymentName, ScaledJob: scaledJobName }[String(kind)];
  if (nameOf === undefined || application === undefined) return [];
  return application.workers
    .filter((worker) => nameOf(application.name, worker.name) === name)
    .map((worker) => ({
      seconds: worker.jobTimeoutSeconds,
      from: applicationPath(application, `workers[${worker.name}].jobTimeoutSeconds`),
      said: true,
    }));
}
