import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { Construct } from "constructs";
import { CustomResource } from "../custom-resource/custom-resource";
import { selectorLabels, standardLabels } from "../labels";
import { QUEUE_METRICS_PORT } from "../queue-metrics/queue-metrics";
import { rule } from "./alert";
import type { MonitoredWorker } from "./monitored-worker";
import { imageAlerts } from "./image-alerts";
import { deletionCostAlert, queueAlerts } from "./queue-alerts";
import { redisAlerts } from "./redis-alerts";
import { secretAlert, workloadAlerts } from "./workload-alerts";

export interface MonitoringProps {
  readonly namespace: string;
  readonly workers: readonly MonitoredWorker[];
  /**
   * Namespace of KEDA, whose metrics the queue alerts read.
   *
   * @default KEDA is off: no alert on queues or ScaledObjects
   */
  readonly kedaNamespace?: string;
  /**
   * Deployment that keeps the deletion cost of workers.
   *
   * @default no worker is scaled in
   */
  readonly deletionCostKeeper?: string;
  /**
   * Deployment that tells what is in Redis.
   *
   * @default nobody does: no alert on Redis
   */
  readonly queueMetrics?: string;
  /** Whether External Secrets brings credentials into the namespace. */
  readonly syncedSecrets: boolean;
}

/**
 * ServiceMonitor, PodMonitor and PrometheusRule of the workload. Prometheus has to
 * look beyond its own release: `serviceMonitorSelectorNilUsesHelmValues` and its
 * like are false in the platform's values.
 */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    new CustomResource(this, "web", { model: webMonitor(props.namespace) });
    if (props.queueMetrics !== undefined) {
      const model = queueMonitor(props.queueMetrics, props.namespace);
      new CustomResource(this, "queue-metrics", { model });
    }
    new CustomResource(this, "alerts", { model: alerts(props) });
  }
}

/** The web Service's port `http` serves /metrics, beside the pages. */
function webMonitor(namespace: string): ServiceMonitor {
  return new ServiceMonitor({
    metadata: { name: "montage-ai-web", namespace, labels: standardLabels("montage-ai", "web") },
    spec: {
      selector: { matchLabels: selectorLabels("montage-ai", "web") },
      endpoints: [
        // The app reads its telemetry files anew for each scrape: not too often, and give it time.
        { port: "http", path: "/metrics", interval: "30s", scrapeTimeout: "10s" },
      ],
    },
  });
}

/** Pods of the queue metrics: nobody but Prometheus asks them, so there is no Service. */
function queueMonitor(name: string, namespace: string): PodMonitor {
  return new PodMonitor({
    metadata: { name, namespace, labels: standardLabels(name, name) },
    spec: {
      selector: { matchLabels: selectorLabels(name, name) },
      podMetricsEndpoints: [
        { port: QUEUE_METRICS_PORT.name, path: "/metrics", interval: "30s", scrapeTimeout: "10s" },
      ],
    },
  });
}

function alerts(props: MonitoringProps): PrometheusRule {
  const { namespace, workers, kedaNamespace, deletionCostKeeper, queueMetrics } = props;
  const general = [
    ...workloadAlerts(namespace),
    ...(deletionCostKeeper === undefined ? [] : [deletionCostAlert(deletionCostKeeper, namespace)]),
    ...(queueMetrics === undefined ? [] : redisAlerts(namespace, queueMetrics)),
    ...(props.syncedSecrets ? [secretAlert(namespace)] : []),
    ...imageAlerts(namespace),
  ];
  const queues =
    kedaNamespace === undefined
      ? []
      : workers.map((worker) => ({
          name: `montage-ai-${worker.name}`,
          rules: queueAlerts(worker, namespace, kedaNamespace).map((alert) =>
            rule(alert, { namespace, worker: worker.name }),
          ),
        }));
  return new PrometheusRule({
    metadata: {
      name: "montage-ai",
      namespace,
      labels: standardLabels("montage-ai", "alerts"),
    },
    spec: {
      groups: [
        { name: "montage-ai", rules: general.map((alert) => rule(alert, { namespace })) },
        ...queues,
      ],
    },
  });
}
