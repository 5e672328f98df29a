import type { EnvironmentSpec } from "../../../environments/schema";
import { installs } from "../../../environments/switched";
import type { NamespacePolicies } from "../namespace-policies";
import {
  ALL_PODS,
  ANY_NAMESPACE,
  ANYWHERE,
  API_SERVER,
  DNS,
  fromPods,
  podsWith,
  PROMETHEUS,
  PUBLIC_INTERNET,
  tcp,
} from "../peers";

const name = (value: string) => ({ "app.kubernetes.io/name": value });

/** Labels of kube-prometheus-stack 88.5.3, its subcharts and prometheus-adapter 5.3.0. */
const OPERATOR = { app: "kube-prometheus-stack-operator" };
const ADMISSION_JOBS = ["create", "patch"].map((step) => ({
  app: `kube-prometheus-stack-admission-${step}`,
}));
const ALERTMANAGER = name("alertmanager");
const GRAFANA = name("grafana");
const STATE_METRICS = name("kube-state-metrics");
const ADAPTER = name("prometheus-adapter");

const PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  alertmanagerPeers: 9094,
  /** Beside Prometheus and Alertmanager. */
  reloader: 8080,
  /** kube-state-metrics. */
  state: 8080,
  /** Admission and metrics of the operator. */
  operator: 10250,
  adapter: 6443,
} as const;
/** On each node: kubelet and node-exporter. */
const NODE_PORTS = [10250, 9100] as const;

/** Prometheus and what belongs to it. Prometheus may ask every pod; few may ask it. */
export function monitoringFlows(policies: NamespacePolicies, spec: EnvironmentSpec): void {
  policies.deny();
  if (!installs(spec, "kube-prometheus-stack")) return;
  policies.allowTo("dns", ALL_PODS, [DNS]);
  prometheus(policies, installs(spec, "prometheus-adapter"));
  alertmanager(policies, spec);
  operator(policies);
  policies.allowTo("state-metrics-to-kubernetes-api", podsWith(STATE_METRICS), [API_SERVER]);
  policies.allowFrom("state-metrics-from-prometheus", podsWith(STATE_METRICS), [
    fromPods([PROMETHEUS], PORTS.state),
  ]);
  if (installs(spec, "prometheus-adapter")) adapter(policies);
}

function prometheus(policies: NamespacePolicies, adapted: boolean): void {
  // What is scraped is named by monitors of every namespace, at ports that they choose.
  policies.allowTo("prometheus-to-targets", podsWith(PROMETHEUS), [
    { to: [ANY_NAMESPACE] },
    { to: [ANYWHERE], ports: tcp(...NODE_PORTS) },
    API_SERVER,
  ]);
  policies.allowFrom("prometheus-from-its-readers", podsWith(PROMETHEUS), [
    fromPods([GRAFANA, PROMETHEUS, ...(adapted ? [ADAPTER] : [])], PORTS.prometheus),
    fromPods([PROMETHEUS], PORTS.reloader),
  ]);
}

function alertmanager(policies: NamespacePolicies, { alerts }: EnvironmentSpec): void {
  policies.allowFrom("alertmanager-from-prometheus", podsWith(ALERTMANAGER), [
    fromPods([PROMETHEUS, GRAFANA], PORTS.alertmanager),
    fromPods([PROMETHEUS], PORTS.reloader),
  ]);
  const peers = [
    { protocol: "TCP", port: String(PORTS.alertmanagerPeers) },
    { protocol: "UDP", port: String(PORTS.alertmanagerPeers) },
  ];
  const itself = [{ podSelector: podsWith(ALERTMANAGER) }];
  policies.allowTo("alertmanager-to-peers", podsWith(ALERTMANAGER), [{ to: itself, ports: peers }]);
  policies.allowFrom("alertmanager-from-peers", podsWith(ALERTMANAGER), [
    { from: itself, ports: peers },
  ]);
  if (alerts === undefined) return;
  // The URL of a webhook is in Vault: it may be of a machine inside. The others are services on the internet.
  const inside = alerts.receivers.some(({ kind }) => kind === "webhook" || kind === "heartbeat");
  policies.allowTo("alertmanager-to-receivers", podsWith(ALERTMANAGER), [
    { to: [inside ? ANYWHERE : PUBLIC_INTERNET], ports: tcp(443) },
  ]);
}

/** It makes the others, and asks only the API server; so do the hooks of its release. */
function operator(policies: NamespacePolicies): void {
  for (const labels of [OPERATOR, ...ADMISSION_JOBS]) {
    policies.allowTo(`${labels.app}-to-kubernetes-api`, podsWith(labels), [API_SERVER]);
  }
  // Admission by the API server, which no selector finds, and Prometheus come to one port.
  policies.allowFrom("operator-from-api-server", podsWith(OPERATOR), [
    { ports: tcp(PORTS.operator) },
  ]);
}

function adapter(policies: NamespacePolicies): void {
  policies.allowTo("adapter-to-prometheus", podsWith(ADAPTER), [
    { to: [{ podSelector: podsWith(PROMETHEUS) }], ports: tcp(PORTS.prometheus) },
    API_SERVER,
  ]);
  policies.allowFrom("adapter-from-api-server", podsWith(ADAPTER), [{ ports: tcp(PORTS.adapter) }]);
}
