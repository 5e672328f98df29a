import type { ClusterClient } from "../../runtime/cluster-client";
import type { Progress } from "../../runtime/progress";
import { pythonEnvironment } from "../../runtime/python-environment";
import { projectFile } from "../../environments/project";
import type { ServiceNames } from "../service-names";
import type { HostedProgram } from "./hosted-pods";
import { firstContainer, podEnvironment } from "./pod-environment";

/** Name by which figures of Celery's workers are asked for. */
export const CELERY_WORKER = "celery worker";

/** Variable that says where Celery finds Redis. */
export const BROKER = "CELERY_BROKER_URL";

/**
 * An interpreter that has celery as its requirements pin it, made when the first is asked for.
 *
 * @throws CommandFailure when there is no Python, or the packages cannot be had
 */
export function ensureCelery(say: Progress): Promise<string> {
  return pythonEnvironment(
    { requirements: "testbed/worker/requirements-celery.txt", what: "celery" },
    say,
  );
}

/** Celery's own command, with the pod's arguments, behind every pod of its workers; its jobs sleep. */
export function hostedCeleryWorker(
  client: ClusterClient,
  names: ServiceNames,
  say: Progress,
): HostedProgram {
  return {
    name: CELERY_WORKER,
    matches: (pod) => pod.spec?.containers[0]?.command?.[0] === "celery",
    command: async (pod) => {
      const { command = [], args = [] } = firstContainer(pod);
      const [, ...words] = [...command, ...args];
      const at = words.indexOf("worker") + 1;
      // A container's host is called like its pod; a process of this machine must be told.
      const host = ["--hostname", `celery@${pod.metadata?.name ?? ""}`];
      return {
        program: await ensureCelery(say),
        args: ["-m", "celery", ...words.slice(0, at), ...host, ...words.slice(at)],
        env: celeryEnvironment(await podEnvironment(pod, client, names), names),
      };
    },
  };
}

/** Variables of a program that talks to Celery's workers, with addresses of this machine. */
export function celeryEnvironment(
  variables: Readonly<Record<string, string>>,
  names: ServiceNames,
): Record<string, string> {
  const url = new URL(variables[BROKER] ?? "redis://localhost");
  url.hostname = names.resolve(url.hostname);
  return {
    ...variables,
    [BROKER]: url.toString(),
    PYTHONPATH: projectFile("testbed/worker"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
}
