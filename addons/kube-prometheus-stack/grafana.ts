/** ConfigMap in Grafana's namespace with an application's dashboards; its stack puts it there, later than Grafana. */
export function dashboardsConfigMap(application: string): string {
  return `${application}-dashboards`;
}

/** Service of Grafana; its port is 80. */
export const GRAFANA_SERVICE = "kube-prometheus-stack-grafana";

/** Below it a folder for each provider. */
const DASHBOARDS_PATH = "/etc/grafana/dashboards";
const CLUSTER = { name: "cluster", path: `${DASHBOARDS_PATH}/cluster` } as const;

/**
 * Which of the chart's own dashboards are shown: those that answer what the runbook asks.
 * Left out: networks (five, by namespace and workload), API server and kubelet (nobody here
 * sizes them, and EKS hides the first), other operating systems, several clusters, remote
 * write, Grafana itself.
 * https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack/templates/grafana/dashboards-1.14
 */
const CLUSTER_DASHBOARDS = [
  // Who has requested what of the nodes, and who uses it.
  "k8s-resources-cluster",
  "k8s-resources-namespace",
  "k8s-resources-workload",
  "k8s-resources-pod",
  // What is left of a node, and whether its disk fills.
  "k8s-resources-node",
  "nodes",
  "persistentvolumesusage",
  // Names that are not resolved look like a Redis that is down.
  "k8s-coredns",
  // Whether what is shown is measured, and alerts are sent.
  "prometheus",
  "alertmanager-overview",
] as const;

/**
 * Grafana without an account: everybody who reaches it is a Viewer, and nobody is more.
 * The chart then makes no Secret, and generates no password at each rendering.
 *
 * It has no access to the Kubernetes API. Dashboards and data sources are files of
 * ConfigMaps, which the kubelet keeps up to date, also of those that come later than the
 * pod. The sidecar that looks for labels comes with a role that reads Secrets as well.
 * https://github.com/grafana-community/helm-charts/blob/grafana-12.11.1/charts/grafana/templates/role.yaml
 *
 * Nothing is kept: what Grafana knows is in these files.
 */
export function grafanaValues(applications: readonly string[]): object {
  return {
    enabled: true,
    env: { GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true" },
    "grafana.ini": settings(),
    service: { type: "ClusterIP" },
    persistence: { enabled: false },
    testFramework: { enabled: false },
    serviceMonitor: { enabled: false },
    resources: { requests: { cpu: "50m", memory: "256Mi" } },
    ...withoutApi(),
    ...dashboards(applications.map((name) => ({ name, path: `${DASHBOARDS_PATH}/${name}` }))),
    networkPolicy: networkPolicy(),
  };
}

function settings(): object {
  return {
    auth: { disable_login_form: true, disable_signout_menu: true },
    "auth.anonymous": { enabled: true, org_role: "Viewer" },
    "auth.basic": { enabled: false },
    users: { allow_sign_up: false, allow_org_create: false },
    security: { disable_initial_admin_creation: true, disable_gravatar: true },
    snapshots: { enabled: false },
    // It asks nobody outside for anything; the network policy below sees to it.
    analytics: {
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
      feedback_links_enabled: false,
    },
    news: { news_feed_enabled: false },
    // Of 13.2 on the data source for Prometheus is a plugin that the image brings along. The installer
    // would take it away at each start for the newest of grafana.com, which the policy forbids.
    // https://github.com/grafana/grafana/pull/129166
    plugins: {
      preinstall_disabled: true,
      plugin_admin_enabled: false,
      public_key_retrieval_disabled: true,
    },
  };
}

function withoutApi(): object {
  const off = { enabled: false };
  return {
    rbac: { create: false },
    serviceAccount: { create: true, autoMount: false, automountServiceAccountToken: false },
    automountServiceAccountToken: false,
    sidecar: { dashboards: off, datasources: off },
    // The stack's own, which the sidecar would have found: Prometheus and Alertmanager by their Services.
    forceDeployDatasources: true,
  };
}

/** A folder as Grafana shows it, and where its files are. */
interface DashboardFolder {
  readonly name: string;
  readonly path: string;
}

function dashboards(ours: readonly DashboardFolder[]): object {
  return {
    defaultDashboardsEnabled: true,
    defaultDashboardsEditable: false,
    dashboardProviders: {
      "dashboardproviders.yaml": { apiVersion: 1, providers: [...ours, CLUSTER].map(provider) },
    },
    extraConfigmapMounts: [
      {
        name: "data-sources",
        configMap: `${GRAFANA_SERVICE}-datasource`,
        mountPath: "/etc/grafana/provisioning/datasources",
        readOnly: true,
      },
      ...ours.map(({ name, path }) => ({
        name: `dashboards-${name}`,
        configMap: dashboardsConfigMap(name),
        mountPath: path,
        readOnly: true,
        optional: true,
      })),
    ],
    extraContainerVolumes: [{ name: "dashboards-cluster", projected: { sources: clusterFiles() } }],
    extraVolumeMounts: [{ name: "dashboards-cluster", mountPath: CLUSTER.path, readOnly: true }],
  };
}

function provider({ name, path }: DashboardFolder): object {
  return {
    name,
    folder: name,
    type: "file",
    allowUiUpdates: false,
    updateIntervalSeconds: 30,
    options: { path },
  };
}

/** Optional: a dashboard that a new version of the chart has no more shall not keep Grafana down. */
function clusterFiles(): readonly object[] {
  return CLUSTER_DASHBOARDS.map((name) => ({
    configMap: { name: `kube-prometheus-stack-${name}`, optional: true },
  }));
}

/**
 * Nobody but who may forward a port comes in (that does not go over the pod network), and
 * it reaches what it reads, Prometheus and Alertmanager, and no more.
 */
function networkPolicy(): object {
  return {
    enabled: true,
    ingress: true,
    allowExternal: false,
    egress: {
      enabled: true,
      ports: [9090, 9093].map((port) => ({ port, protocol: "TCP" })),
      to: [{ podSelector: {} }],
    },
  };
}
