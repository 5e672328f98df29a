import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Construct } from "constructs";
import { dashboardsConfigMap } from "../../addons/kube-prometheus-stack/grafana";
import { applicationLabels } from "../labels";
import { queueDashboardUid, type QueueDashboardProps, queueDashboard } from "./queue-dashboard";

export interface DashboardsProps extends QueueDashboardProps {
  /** Namespace of Grafana. */
  readonly grafanaNamespace: string;
}

/** An application's dashboards, as the files that Grafana reads. */
export class Dashboards extends Construct {
  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    new ConfigMapV1(this, "files", {
      metadata: {
        name: dashboardsConfigMap(props.application),
        namespace: props.grafanaNamespace,
        labels: applicationLabels(props.application, "dashboards"),
      },
      data: {
        [`${queueDashboardUid(props.application)}.json`]: JSON.stringify(
          queueDashboard(props),
          null,
          2,
        ),
      },
    });
  }
}
