import type { WebSpec } from "../../environments/schema";

/** Seconds between two tries of the app to reach Redis while it starts; each lasts up to 5 s more. */
const RETRY_SECONDS = 2;

/** Until a container that serves nothing is started again. */
const STARTUP = { periodSeconds: 5, failureThreshold: 120 } as const;

/**
 * Without a Redis the app gives up after so many tries and then keeps jobs in its
 * own memory, answers, and says that it is well. So many that the startup probe is
 * always first: a start that does not reach Redis ends as a restart, and the next
 * one looks again. By default it tries once.
 */
export const REDIS_RETRIES = [
  {
    name: "REDIS_INIT_MAX_RETRIES",
    value: String((2 * STARTUP.periodSeconds * STARTUP.failureThreshold) / RETRY_SECONDS),
  },
  { name: "REDIS_INIT_RETRY_SECONDS", value: String(RETRY_SECONDS) },
];

/**
 * Liveness asks what touches nothing: while Redis does not answer, a restart
 * would only bring a pod that waits for it. Readiness asks for the queues, which
 * takes 26 s and more while packets to Redis are dropped: such a pod gets no
 * requests, as they would hang as long. Refused connections are answered at once,
 * and well: that Redis is away is told by an alert, not by readiness.
 */
export function probes({ livenessPath, readinessPath }: WebSpec, port: string) {
  const live = { httpGet: { path: livenessPath, port }, timeoutSeconds: 5 };
  const ready = { httpGet: { path: readinessPath, port }, timeoutSeconds: 10 };
  return {
    startupProbe: { ...live, ...STARTUP },
    // No second question before the first has been given up.
    readinessProbe: { ...ready, periodSeconds: 15, failureThreshold: 3 },
    livenessProbe: { ...live, periodSeconds: 30, failureThreshold: 4 },
  };
}
