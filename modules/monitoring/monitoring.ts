import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { Construct } from "constructs";
import { webName, workerDeploymentName } from "../../environments/workload-names";
import { CustomResource } from "../custom-resource/custom-resource";
import { applicationLabels, selectorLabels, standardLabels } from "../labels";
import { QUEUE_METRICS_PORT } from "../queue-metrics/queue-metrics";
import { type AlertedApplication, type Monitored, rule } from "./alert";
import type { MonitoredWorker } from "./monitored-worker";
import { imageAlerts } from "./image-alerts";
import { deletionCostAlert, queueAlerts } from "./queue-alerts";
import { redisAlerts } from "./redis-alerts";
import { secretAlert, workloadAlerts } from "./workload-alerts";

export interface MonitoringProps extends AlertedApplication {
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
   * Path of the web front's metrics.
   *
   * @default it has none, nothing of it is scraped
   */
  readonly webMetricsPath?: string;
  /**
   * Deployment that tells what is in Redis.
   *
   * @default none: no alert on Redis
   */
  readonly queueMetrics?: string;
  /** Whether External Secrets brings credentials into the namespace. */
  readonly syncedSecrets: boolean;
}

/**
 * ServiceMonitor, PodMonitor and PrometheusRule of an application. Prometheus has to
 * look beyond its own release: `serviceMonitorSelectorNilUsesHelmValues` and its
 * like are false in the platform's values.
 */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { webMetricsPath: path } = props;
    if (path !== undefined) new CustomResource(this, "web", { model: webMonitor(props, path) });
    if (props.queueMetrics !== undefined) {
      const model = queueMonitor(props.queueMetrics, props);
      new CustomResource(this, "queue-metrics", { model });
    }
    new CustomResource(this, "alerts", { model: alerts(props) });
  }
}

/** The web Service's port `http` serves the metrics, beside the pages. */
function webMonitor({ application, namespace }: Monitored, path: string): ServiceMonitor {
  return new ServiceMonitor({
    metadata: {
      name: webName(application),
      namespace,
      labels: applicationLabels(application, "web"),
    },
    spec: {
      selector: { matchLabels: selectorLabels(application, "web") },
      endpoints: [
        // The app reads its telemetry files anew for each scrape: not too often, and give it time.
        { port: "http", path, interval: "30s", scrapeTimeout: "10s" },
      ],
    },
  });
}

/** Pods of the queue metrics: only Prometheus asks them, so there is no Service. */
function queueMonitor(name: string, { application, namespace }: Monitored): PodMonitor {
  return new PodMonitor({
    metadata: { name, namespace, labels: standardLabels(name, name, application) },
    spec: {
      selector: { matchLabels: selectorLabels(name, name) },
      podMetricsEndpoints: [
        { port: QUEUE_METRICS_PORT.name, path: "/metrics", interval: "30s", scrapeTimeout: "10s" },
      ],
    },
  });
}

function alerts(props: MonitoringProps): PrometheusRule {
  const { application, namespace, workers, kedaNamespace, deletionCostKeeper, queueMetrics } =
    props;
  const general = [
    ...workloadAlerts(props),
    ...(deletionCostKeeper === undefined ? [] : [deletionCostAlert(deletionCostKeeper, namespace)]),
    ...(queueMetrics === undefined ? [] : redisAlerts(props, queueMetrics)),
    ...(props.syncedSecrets ? [secretAlert(namespace)] : []),
    ...imageAlerts(namespace),
  ];
  const queues =
    kedaNamespace === undefined
      ? []
      : workers.map((worker) => ({
          name: workerDeploymentName(application, worker.name),
          rules: queueAlerts(worker, namespace, kedaNamespace).map((alert) =>
            rule(alert, props, { worker: worker.name }),
          ),
        }));
  return new PrometheusRule({
    metadata: {
      name: application,
      namespace,
      labels: applicationLabels(application, "alerts"),
    },
    spec: {
      groups: [{ name: application, rules: general.map((alert) => rule(alert, props)) }, ...queues],
    },
  });
}
