import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { Construct } from "constructs";
import { CustomResource } from "../custom-resource/custom-resource";
import { selectorLabels, standardLabels } from "../labels";
import { rule } from "./alert";
import type { WorkerScaler } from "../queue-worker/queue-worker";
import { imageAlerts } from "./image-alerts";
import { deletionCostAlert, queueAlerts } from "./queue-alerts";
import { secretAlert, workloadAlerts } from "./workload-alerts";

/** A queue worker as its alerts need it. */
export interface MonitoredWorker {
  /** Name without the application's prefix; Deployment `montage-ai-<name>`. */
  readonly name: string;
  /** RQ queues that it serves. */
  readonly queues: readonly string[];
  /** What scales it. */
  readonly scaler: WorkerScaler;
  /** Most pods that it makes. */
  readonly max: number;
}

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
  /** Whether External Secrets brings credentials into the namespace. */
  readonly syncedSecrets: boolean;
}

/**
 * ServiceMonitor and PrometheusRule of the workload. Prometheus has to look
 * beyond its own release: `serviceMonitorSelectorNilUsesHelmValues` and
 * `ruleSelectorNilUsesHelmValues` are false in the platform's values.
 */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    new CustomResource(this, "web", { model: webMonitor(props.namespace) });
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

function alerts(props: MonitoringProps): PrometheusRule {
  const { namespace, workers, kedaNamespace, deletionCostKeeper, syncedSecrets } = props;
  const general = [
    ...workloadAlerts(namespace),
    ...(deletionCostKeeper === undefined ? [] : [deletionCostAlert(deletionCostKeeper, namespace)]),
    ...(syncedSecrets ? [secretAlert(namespace)] : []),
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
