import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { Construct } from "constructs";
import { selectorLabels, standardLabels } from "../labels";
import { passwordVariable, pullSecrets, type AppRuntime } from "../pod/app-runtime";
import { placementByRole } from "../pod/placement";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { type PythonProgram, pythonProgram } from "../pod/python-program";
import { ENDS_WITH_LOG } from "../pod/wait-for-redis";

/** Deployment and component of the pod. */
export const QUEUE_METRICS = "queue-metrics";
/** Port of `/metrics`, and its name. */
export const QUEUE_METRICS_PORT = { name: "metrics", port: 9400 } as const;

const LABELS = standardLabels(QUEUE_METRICS, QUEUE_METRICS);

/** Python with the redis library: 30 MB. */
const RESOURCES = {
  requests: { cpu: "20m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "128Mi" },
} as const;

export interface QueueMetricsProps {
  /** RQ queues of all workers. */
  readonly queues: readonly string[];
  readonly runtime: AppRuntime;
}

/**
 * Makes series of what only Redis knows: where jobs are, who is connected. The
 * program runs in the app's image, which has Python and the redis library, and
 * comes from a ConfigMap. It calls no API and has no token.
 */
export class QueueMetrics extends Construct {
  constructor(scope: Construct, id: string, props: QueueMetricsProps) {
    super(scope, id);
    const { namespace } = props.runtime;
    const program = pythonProgram(this, {
      name: QUEUE_METRICS,
      namespace,
      labels: LABELS,
      file: "modules/queue-metrics/queue_metrics.py",
    });
    this.exporter(props, program);
  }

  private exporter({ queues, runtime }: QueueMetricsProps, program: PythonProgram): void {
    const { nodeSelector, toleration } = placementByRole(runtime.nodes, "web");
    const selector = selectorLabels(QUEUE_METRICS, QUEUE_METRICS);
    new DeploymentV1(this, "exporter", {
      dependsOn: runtime.guards,
      metadata: { name: QUEUE_METRICS, namespace: runtime.namespace, labels: LABELS },
      spec: {
        replicas: "1",
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        // Of two at once every series would be there twice.
        strategy: { type: "Recreate" },
        template: {
          metadata: {
            labels: LABELS,
            annotations: program.annotations,
          },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: podSecurityContext(runtime.user),
            imagePullSecrets: pullSecrets(runtime),
            nodeSelector,
            toleration,
            container: [
              {
                name: "exporter",
                image: runtime.image,
                imagePullPolicy: "IfNotPresent",
                command: program.command,
                port: [{ name: QUEUE_METRICS_PORT.name, containerPort: QUEUE_METRICS_PORT.port }],
                env: variables(queues, runtime),
                resources: RESOURCES,
                terminationMessagePolicy: ENDS_WITH_LOG,
                securityContext: containerSecurityContext(true),
                // Not /metrics: a Redis that is away is told, and no fault of this pod.
                readinessProbe: probe(),
                livenessProbe: { ...probe(), periodSeconds: 30 },
                volumeMount: [program.mount],
              },
            ],
            volume: [program.volume],
          },
        },
      },
      // The app works without it: nobody's apply shall fail for it. An alert tells.
      waitForRollout: false,
    });
  }
}

function probe() {
  return { httpGet: { path: "/healthz", port: QUEUE_METRICS_PORT.name }, timeoutSeconds: 5 };
}

function variables(queues: readonly string[], { redis }: AppRuntime) {
  return [
    { name: "QUEUES", value: [...new Set(queues)].join(",") },
    { name: "REDIS_HOST", value: redis.host },
    { name: "REDIS_PORT", value: String(redis.port) },
    ...passwordVariable("REDIS_PASSWORD", redis),
    { name: "PORT", value: String(QUEUE_METRICS_PORT.port) },
    // Found among the clients of Redis, addresses are those of pods.
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    { name: "PYTHONUNBUFFERED", value: "1" },
  ];
}
