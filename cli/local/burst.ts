import { chosenApplication } from "../../environments/applications";
import { applicationFile } from "../../environments/environment-file";
import { workerDeploymentName } from "../../environments/workload-names";
import { loadEnvironment } from "../../environments";
import { localEnvironment } from "./environment";
import { type BurstProps, runBurst, type BurstSample } from "../../testbed/burst";
import { ClusterClient } from "../../runtime/cluster-client";
import { CommandFailure } from "../../runtime/failure";
import { ensureCelery } from "../../testbed/hosted/celery-worker";
import { ensurePython } from "../../testbed/hosted/python";
import type { Progress } from "../../runtime/progress";
import { readRegistration } from "../../testbed/registration";
import type { LocalArguments } from "./arguments";

const BAR = "█";
const REST_SECONDS = 180;

/**
 * Puts jobs on the queue of the local environment in a testbed, and draws the
 * workers until they are at rest again.
 *
 * @throws CommandFailure when the testbed is not up, or was started without scaling
 */
export async function burst(
  { name, application, jobs, seconds }: LocalArguments,
  say: Progress,
): Promise<readonly BurstSample[]> {
  const workers = workersOfLocal(application);
  const found = readRegistration(name);
  const named = name === "local" ? "" : ` --name ${name}`;
  if (found === undefined) {
    throw new CommandFailure(`there is no testbed ${name}`, startText(named));
  }
  if (found.phase !== "ready") {
    throw new CommandFailure(
      `testbed ${name} is not up: ${found.phase}`,
      `npm run local -- status${named}; where nothing starts it any more, npm run local -- down${named}, then ${startText(named)}`,
    );
  }
  if (!found.scaling) {
    throw new CommandFailure(
      `testbed ${name} was started without scaling`,
      `npm run local -- down${named}, then ${startText(named)}`,
    );
  }
  const client = new ClusterClient(found.kubeconfig);
  return runBurst({
    ...workers,
    client,
    python: await (workers.library === "celery" ? ensureCelery(say) : ensurePython(say)),
    jobs,
    jobSeconds: seconds,
    timeoutMs: 1000 * (jobs * seconds + REST_SECONDS),
    onSample: (sample) => say(draw(sample)),
  });
}

function startText(named: string): string {
  return `npm run local${named === "" ? "" : ` --${named}`}`;
}

/**
 * The queue worker of the local environment.
 *
 * @param given name of the application; undefined: the only one
 * @throws ConfigurationError when there are several and none is named
 */
export function workersOfLocal(given?: string): Pick<
  BurstProps,
  "namespace" | "deployment" | "library" | "worker" | "queue" | "min"
> & {
  readonly max: number;
} {
  const spec = loadEnvironment(localEnvironment(), process.env);
  const application = chosenApplication(spec, given);
  const [worker] = application.workers;
  const queue = worker?.queues[0];
  const scaling = worker?.scaling;
  if (worker === undefined || queue === undefined || scaling?.kind !== "deployment") {
    throw new CommandFailure(
      `the first worker of ${application.name} is no Deployment that is scaled, and a burst watches one`,
      `give it scaling.kind "deployment" in ${applicationFile(spec, application, ["workers"])}, or name another application: --application NAME`,
    );
  }
  return {
    namespace: application.namespace,
    deployment: workerDeploymentName(application.name, worker.name),
    library: application.queue,
    worker: worker.name,
    queue,
    min: scaling.min,
    max: scaling.max,
  };
}

/** `  12 s  ████  4 of 4 workers   3 queued  4 running  17 done`. */
export function draw({
  seconds,
  wanted,
  ready,
  queued,
  started,
  finished,
  failed,
}: BurstSample): string {
  const columns = [
    `${seconds.toFixed(0).padStart(4)} s`,
    BAR.repeat(ready).padEnd(Math.max(ready, wanted, 8), "·"),
    `${ready} of ${wanted} workers`,
    `${queued} queued`,
    `${started} running`,
    `${finished} done`,
    ...(failed > 0 ? [`${failed} FAILED`] : []),
  ];
  return columns.join("  ");
}
