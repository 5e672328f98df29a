import type { AddonInput } from "../kit/input";
import {
  ALL_PODS,
  ANY_NAMESPACE,
  ANYWHERE,
  API_SERVER,
  DNS,
  type Flow,
  fromPods,
  podsWith,
  PROMETHEUS,
  PUBLIC_INTERNET,
  tcp,
} from "../kit/network";
import { PROMETHEUS_PORT } from "./prometheus";

const name = (value: string) => ({ "app.kubernetes.io/name": value });

/** Labels of the chart, its subcharts and prometheus-adapter. */
const OPERATOR = { app: "kube-prometheus-stack-operator" };
const ADMISSION_JOBS = ["create", "patch"].map((step) => ({
  app: `kube-prometheus-stack-admission-${step}`,
}));
const ALERTMANAGER = name("alertmanager");
const GRAFANA = name("grafana");
const STATE_METRICS = name("kube-state-metrics");
export const ADAPTER = name("prometheus-adapter");

const PORTS = {
  alertmanager: 9093,
  alertmanagerPeers: 9094,
  /** Beside Prometheus and Alertmanager. */
  reloader: 8080,
  /** kube-state-metrics. */
  state: 8080,
  /** Admission and metrics of the operator. */
  operator: 10250,
} as const;
/** On each node: kubelet and node-exporter. */
const NODE_PORTS = [10250, 9100] as const;

/** Prometheus and what belongs to it. Prometheus may ask every pod; few may ask it. */
export function monitoringFlows(input: AddonInput): readonly Flow[] {
  return [
    { name: "dns", pods: ALL_PODS, to: [DNS] },
    ...prometheus(input.prometheusAdapter),
    ...alertmanager(input),
    ...operator(),
    {
      name: "state-metrics-to-kubernetes-api",
      pods: podsWith(STATE_METRICS),
      to: [API_SERVER],
    },
    {
      name: "state-metrics-from-prometheus",
      pods: podsWith(STATE_METRICS),
      from: [fromPods([PROMETHEUS], PORTS.state)],
    },
  ];
}

function prometheus(adapted: boolean): readonly Flow[] {
  const pods = podsWith(PROMETHEUS);
  return [
    // What is scraped is named by monitors of every namespace, at ports that they choose.
    {
      name: "prometheus-to-targets",
      pods,
      to: [{ to: [ANY_NAMESPACE] }, { to: [ANYWHERE], ports: tcp(...NODE_PORTS) }, API_SERVER],
    },
    {
      name: "prometheus-from-its-readers",
      pods,
      from: [
        fromPods([GRAFANA, PROMETHEUS, ...(adapted ? [ADAPTER] : [])], PROMETHEUS_PORT),
        fromPods([PROMETHEUS], PORTS.reloader),
      ],
    },
  ];
}

function alertmanager({ alertReceivers }: AddonInput): readonly Flow[] {
  const pods = podsWith(ALERTMANAGER);
  const ports = ["TCP", "UDP"].map((protocol) => ({
    protocol,
    port: String(PORTS.alertmanagerPeers),
  }));
  const itself = [{ podSelector: pods }];
  const receivers = alertReceivers === "anywhere" ? ANYWHERE : PUBLIC_INTERNET;
  return [
    {
      name: "alertmanager-from-prometheus",
      pods,
      from: [
        fromPods([PROMETHEUS, GRAFANA], PORTS.alertmanager),
        fromPods([PROMETHEUS], PORTS.reloader),
      ],
    },
    { name: "alertmanager-to-peers", pods, to: [{ to: itself, ports }] },
    { name: "alertmanager-from-peers", pods, from: [{ from: itself, ports }] },
    ...(alertReceivers === undefined
      ? []
      : [{ name: "alertmanager-to-receivers", pods, to: [{ to: [receivers], ports: tcp(443) }] }]),
  ];
}

/** It makes the others, and asks nobody but the API server; so do the hooks of its release. */
function operator(): readonly Flow[] {
  return [
    ...[OPERATOR, ...ADMISSION_JOBS].map((labels) => ({
      name: `${labels.app}-to-kubernetes-api`,
      pods: podsWith(labels),
      to: [API_SERVER],
    })),
    // Admission by the API server, which no selector finds, and Prometheus come to one port.
    {
      name: "operator-from-api-server",
      pods: podsWith(OPERATOR),
      from: [{ ports: tcp(PORTS.operator) }],
    },
  ];
}
