import { readFileSync } from "node:fs";
import { projectFile } from "../../environments/project";
import type { AppRuntime } from "./app-runtime";
import { withDisk } from "./disk";
import { containerSecurityContext } from "./security-context";
import { passwordVariable, type Variable } from "./variable";

const PROGRAM = "modules/pod/wait_for_redis.py";

/**
 * Longer than Redis' own pod needs on a new node with its volume attached anew.
 * After it the container ends with what it was told, and is started again: so the
 * reason shows in the pod's status, not only in a log.
 */
export const REDIS_WAIT_SECONDS = 300;

/** Python's standard library: 10 MB. Less than any container that follows, so that the pod's own need does not grow. */
const RESOURCES = {
  requests: { cpu: "20m", memory: "32Mi" },
  limits: { cpu: "200m", memory: "64Mi" },
} as const;

/** What a container says at its end when it wrote no message of its own: the end of its log. */
export const ENDS_WITH_LOG = "FallbackToLogsOnError" as const;

/**
 * Container that ends when Redis answers; the app's own come after it. Without
 * it a pod that starts before Redis works with a queue in its own memory, for as
 * long as it lives. It runs in the app's image, which the node pulls anyway.
 */
export function waitForRedis(runtime: AppRuntime) {
  const { image, redis } = runtime;
  return {
    name: "wait-for-redis",
    image,
    imagePullPolicy: "IfNotPresent" as const,
    command: ["python", "-u", "-c", readFileSync(projectFile(PROGRAM), "utf8")],
    env: [
      { name: "REDIS_HOST", value: redis.host },
      { name: "REDIS_PORT", value: String(redis.port) },
      ...passwordVariable("REDIS_PASSWORD", redis),
      { name: "WAIT_SECONDS", value: String(REDIS_WAIT_SECONDS) },
    ] satisfies Variable[],
    resources: withDisk(RESOURCES),
    terminationMessagePolicy: ENDS_WITH_LOG,
    securityContext: containerSecurityContext(true),
  };
}
