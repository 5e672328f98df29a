import type { V1Pod } from "@kubernetes/client-node";
import { projectFile } from "../../environments/project";
import type { ClusterClient } from "../../runtime/cluster-client";
import type { ServiceNames } from "../service-names";
import type { HostedProgram } from "./hosted-pods";
import { firstContainer, podEnvironment } from "./pod-environment";

/** Name by which figures of the workers are asked for. */
export const QUEUE_WORKER = "queue worker";
/** Name by which figures of the pods that take one job are asked for. */
export const QUEUE_JOB = "queue job";

/** Variable that tells a pod of the app which queues to work on. */
const QUEUES = "WORKER_QUEUES";
/** Where RQ's own command looks for Redis. */
const REDIS_URL = "RQ_REDIS_URL";

/**
 * A real RQ worker behind every pod of a queue worker. It gets the pod's own
 * variables; its jobs sleep instead of rendering (testbed/worker).
 *
 * @param python interpreter that has rq
 */
export function hostedQueueWorker(
  python: string,
  client: ClusterClient,
  names: ServiceNames,
): HostedProgram {
  return {
    name: QUEUE_WORKER,
    // A pod that takes one job has the application's settings, too: its command tells it apart.
    matches: (pod) =>
      !runsRq(pod) && pod.spec?.containers[0]?.env?.some(({ name }) => name === QUEUES) === true,
    command: async (pod) => ({
      program: python,
      args: [projectFile("testbed/worker/worker.py")],
      env: await workerEnvironment(pod, client, names),
    }),
  };
}

/** RQ's own command, with the pod's arguments, behind every pod that takes one job. */
export function hostedQueueJob(
  python: string,
  client: ClusterClient,
  names: ServiceNames,
): HostedProgram {
  return {
    name: QUEUE_JOB,
    matches: runsRq,
    command: async (pod) => {
      const [, ...args] = firstContainer(pod).command ?? [];
      const { [REDIS_URL]: url = "", ...env } = await workerEnvironment(pod, client, names);
      const address = new URL(url);
      address.hostname = names.resolve(address.hostname);
      return {
        program: python,
        args: ["-m", "rq.cli", ...args],
        env: { ...env, [REDIS_URL]: address.toString() },
      };
    },
  };
}

function runsRq(pod: V1Pod): boolean {
  return pod.spec?.containers[0]?.command?.[0] === "rq";
}

async function workerEnvironment(
  pod: V1Pod,
  client: ClusterClient,
  names: ServiceNames,
): Promise<Record<string, string>> {
  return {
    ...(await podEnvironment(pod, client, names)),
    // A container's host is called like its pod; a process of this machine must be told.
    HOSTNAME: pod.metadata?.name ?? "",
    PYTHONPATH: projectFile("testbed/worker"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
}
