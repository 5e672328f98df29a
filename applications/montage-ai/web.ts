import type { EnvironmentData } from "../../environments/schema";
import { ownVariables, redisVariables } from "./variables";

type Application = EnvironmentData["applications"][number];

/** Until a container that serves nothing is started again. */
const STARTUP = { periodSeconds: 5, failureThreshold: 120 };
/** Seconds between two tries of the app to reach Redis while it starts; each lasts up to 5 s more. */
const RETRY_SECONDS = 2;

/** The web front; replicas differ by environment. */
export const web = {
  port: 8080,
  command: ["python", "-u", "-m", "montage_ai.web_ui.app"],
  variables: {
    PORT: { from: "port" },
    ...ownVariables,
    ...redisVariables,
    // Without a Redis the app gives up after so many tries and then keeps jobs in its own memory,
    // answers, and says that it is well. So many that the startup probe is always first: a start that
    // does not reach Redis ends as a restart, and the next one looks again. By default it tries once.
    REDIS_INIT_MAX_RETRIES: String(
      (2 * STARTUP.periodSeconds * STARTUP.failureThreshold) / RETRY_SECONDS,
    ),
    REDIS_INIT_RETRY_SECONDS: String(RETRY_SECONDS),
  },
  // Liveness asks what touches nothing: while Redis does not answer, a restart would only bring a pod
  // that waits for it. Readiness asks for the queues, which takes 26 s and more while packets to Redis
  // are dropped: such a pod gets no requests, as they would hang as long. Refused connections are answered
  // at once, and well: an alert says that Redis is away, not readiness.
  probes: {
    startup: { path: "/health", timeoutSeconds: 5, ...STARTUP },
    // No second question before the first has been given up.
    readiness: { path: "/api/status", timeoutSeconds: 10, periodSeconds: 15, failureThreshold: 3 },
    liveness: { path: "/health", timeoutSeconds: 5, periodSeconds: 30, failureThreshold: 4 },
  },
  // Telemetry and the caches of libraries; uploads go to the input claim, sessions to the output claim.
  scratch: "5Gi",
  cpuUtilization: 70,
  metricsPath: "/metrics",
  // Nothing asks for a login, so what is not for users stays inside: contract.yaml says which, and why.
  publicPaths: {
    exact: [
      "/",
      "/creative",
      "/features",
      "/gallery",
      "/montage",
      "/settings",
      "/shorts",
      "/transcript",
      "/api/analyze-crops",
      "/api/cloud/status",
      "/api/config/defaults",
      "/api/files",
      "/api/quality-profiles",
      "/api/status",
      "/api/stream",
      "/api/styles",
      "/api/transparency",
      "/api/upload",
    ],
    below: [
      "/static",
      "/downloads",
      "/api/audio",
      "/api/broll",
      "/api/creative",
      "/api/download",
      "/api/engagement",
      "/api/highlights",
      "/api/jobs",
      "/api/progress",
      "/api/session",
      "/api/shorts",
      "/api/transcript",
      "/api/video",
    ],
  },
  resources: {
    requests: { cpu: "250m", memory: "512Mi" },
    limits: { cpu: "1", memory: "1Gi" },
  },
} satisfies Partial<Application["web"]>;
