import { projectFile } from "../../environments/project";
import type { ClusterClient } from "../cluster-client";
import type { ServiceNames } from "../service-names";
import type { HostedProgram } from "./hosted-pods";
import { podEnvironment } from "./pod-environment";

/** Name by which figures of the workers are asked for. */
export const QUEUE_WORKER = "queue worker";

/** Variable that tells a pod of the app which queues to work on. */
const QUEUES = "WORKER_QUEUES";

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
    matches: (pod) => pod.spec?.containers[0]?.env?.some(({ name }) => name === QUEUES) === true,
    command: async (pod) => ({
      program: python,
      args: [projectFile("testbed/worker/worker.py")],
      env: {
        ...(await podEnvironment(pod, client, names)),
        PYTHONPATH: projectFile("testbed/worker"),
        PYTHONDONTWRITEBYTECODE: "1",
      },
    }),
  };
}
