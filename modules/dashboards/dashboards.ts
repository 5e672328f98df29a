import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Construct } from "constructs";
import { DASHBOARDS_CONFIG_MAP } from "../../addons/kube-prometheus-stack/grafana";
import { standardLabels } from "../labels";
import { QUEUE_DASHBOARD_UID, type QueueDashboardProps, queueDashboard } from "./queue-dashboard";

export interface DashboardsProps extends QueueDashboardProps {
  /** Namespace of Grafana. */
  readonly grafanaNamespace: string;
}

/** The workload's dashboards, as the files that Grafana reads. */
export class Dashboards extends Construct {
  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    new ConfigMapV1(this, "files", {
      metadata: {
        name: DASHBOARDS_CONFIG_MAP,
        namespace: props.grafanaNamespace,
        labels: standardLabels("montage-ai", "dashboards"),
      },
      data: { [`${QUEUE_DASHBOARD_UID}.json`]: JSON.stringify(queueDashboard(props), null, 2) },
    });
  }
}
