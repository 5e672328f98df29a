import { Construct } from "constructs";
import type { SignalsSpec } from "../../environments/schema";
import { queueAdapter } from "../../queues";
import type { QueueConsumer } from "../../queues/adapter";
import type { AppRuntime } from "../pod/app-runtime";
import { programDeployment } from "../pod/program-deployment";
import { programVariables, readerVariables } from "../pod/variable";

/** Deployment and component of the pod. */
export const QUEUE_METRICS = "queue-metrics";
/** Port of `/metrics`, and its name. */
export const QUEUE_METRICS_PORT = { name: "metrics", port: 9400 } as const;

/** Python with the redis library: 30 MB. */
const RESOURCES = {
  requests: { cpu: "20m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "128Mi" },
} as const;

export interface QueueMetricsProps {
  readonly workers: readonly QueueConsumer[];
  /** What the app shows in Redis beside its queues. */
  readonly signals: SignalsSpec;
  readonly runtime: AppRuntime;
}

/**
 * Makes series of what only Redis knows: where jobs are, which workers are connected. The
 * program runs in the app's image, which has Python and the redis library, and
 * comes from a ConfigMap. It calls no API and has no token.
 */
export class QueueMetrics extends Construct {
  constructor(scope: Construct, id: string, { workers, signals, runtime }: QueueMetricsProps) {
    super(scope, id);
    programDeployment(this, "exporter", {
      name: QUEUE_METRICS,
      file: "modules/queue-metrics/queue_metrics.py",
      modules: { queue_library: queueAdapter(runtime.queue).program },
      runtime,
      container: {
        name: "exporter",
        port: [{ name: QUEUE_METRICS_PORT.name, containerPort: QUEUE_METRICS_PORT.port }],
        env: variables(workers, signals, runtime),
        resources: RESOURCES,
        // Not /metrics: a Redis that is away shows in a series, and is no fault of this pod.
        readinessProbe: probe(),
        livenessProbe: { ...probe(), periodSeconds: 30 },
      },
    });
  }
}

function probe() {
  return { httpGet: { path: "/healthz", port: QUEUE_METRICS_PORT.name }, timeoutSeconds: 5 };
}

function variables(
  workers: readonly QueueConsumer[],
  { acceptedJobs, updatesChannel }: SignalsSpec,
  { redis, queue }: AppRuntime,
) {
  const named = (name: string, value: string | undefined) =>
    value === undefined ? [] : [{ name, value }];
  const queues = workers.flatMap((worker) => worker.queues);
  return [
    { name: "QUEUES", value: [...new Set(queues)].join(",") },
    { name: "REDIS_HOST", value: redis.host },
    { name: "REDIS_PORT", value: String(redis.port) },
    ...readerVariables(redis),
    ...programVariables(queueAdapter(queue).programVariables(workers)),
    ...named("ACCEPTED_JOBS", acceptedJobs),
    ...named("UPDATES_CHANNEL", updatesChannel),
    { name: "PORT", value: String(QUEUE_METRICS_PORT.port) },
    // Found among the clients of Redis, addresses are those of pods.
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    { name: "PYTHONUNBUFFERED", value: "1" },
  ];
}
