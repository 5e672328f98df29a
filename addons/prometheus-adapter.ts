import { controllerReplicas, requests } from "./kit/availability";
import type { SwitchedAddon } from "./kit/addon";
import type { MetricsApi } from "./kit/chart-facts";
import { API_SERVER, podsWith, PROMETHEUS, tcp } from "./kit/network";
import { isMapping, mappingIn, type Values } from "./kit/values";
import { ADAPTER } from "./kube-prometheus-stack/network";
import { PROMETHEUS_PORT, prometheusUrl } from "./kube-prometheus-stack/prometheus";

const PORT = 6443;

/**
 * prometheus-adapter: Prometheus' series for HPAs; owns
 * v1beta1.custom.metrics.k8s.io and nothing else. `rules.external` must stay
 * empty (KEDA owns that API) and `rules.resource` unset (metrics-server does).
 */
export const prometheusAdapter: SwitchedAddon<"prometheus-adapter"> = {
  kind: "switched",
  name: "prometheus-adapter",
  summary: "Prometheus' series, for HPAs",
  unsaid: "refused",
  needs: {
    addon: "kube-prometheus-stack",
    message: "has no Prometheus to read while kube-prometheus-stack is off",
  },
  // That of kube-prometheus-stack, whose Prometheus it reads.
  namespace: "monitoring",
  after: ["kube-prometheus-stack"],
  support: [
    {
      series: "5.3",
      tested: { from: "1.21" },
      source:
        "https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-adapter/README.md",
    },
  ],
  evidence: [
    {
      version: "5.3.0",
      how: "seen",
      what: "rendered, applied on Kubernetes 1.35.4",
      day: "2026-11-29",
      source:
        "https://github.com/prometheus-community/helm-charts/tree/prometheus-adapter-5.3.0/charts/prometheus-adapter",
    },
  ],
  // https://github.com/prometheus-community/helm-charts/blob/main/charts/prometheus-adapter/values.yaml
  pods: [
    {
      name: "prometheus-adapter",
      kind: "Deployment",
      replicas: "replicas",
      containers: [{ resources: "resources" }],
    },
  ],
  metricsApis: (values) => apisOf(mappingIn(values, "rules")),
  keeps: [
    { path: "prometheus", because: "would read another Prometheus than the one that is there" },
    { path: "rules.default", because: "would make a metric of every series of Prometheus" },
    { path: "rules.external", because: "would take v1beta1.external.metrics.k8s.io from KEDA" },
    { path: "rules.resource", because: "would take v1beta1.metrics.k8s.io from metrics-server" },
    { path: "rbac", because: "would have other rights than it needs" },
  ],
  values: (input, namespace) => ({
    // The chart's default is an address that kube-prometheus-stack does not have.
    prometheus: { url: prometheusUrl(namespace), port: PROMETHEUS_PORT },
    replicas: controllerReplicas(input),
    podDisruptionBudget: { enabled: input.highAvailability },
    resources: requests("50m", "128Mi"),
    // The default rules turn every series into a metric, which Prometheus is asked for each minute.
    rules: { default: false, custom: [networkReceiveRule], external: [] },
  }),
  network: () => ({
    flows: [
      {
        name: "adapter-to-prometheus",
        pods: podsWith(ADAPTER),
        to: [
          { to: [{ podSelector: podsWith(PROMETHEUS) }], ports: tcp(PROMETHEUS_PORT) },
          API_SERVER,
        ],
      },
      { name: "adapter-from-api-server", pods: podsWith(ADAPTER), from: [{ ports: tcp(PORT) }] },
    ],
  }),
};

/** `rules.default` is true unless switched off; `external` and `resource` register only when filled. */
function apisOf(rules: Values): readonly MetricsApi[] {
  return [
    ...(rules["default"] !== false || filled(rules["custom"])
      ? (["v1beta1.custom.metrics.k8s.io"] as const)
      : []),
    ...(filled(rules["external"]) ? (["v1beta1.external.metrics.k8s.io"] as const) : []),
    ...(filled(rules["resource"]) ? (["v1beta1.metrics.k8s.io"] as const) : []),
  ];
}

/** What a Helm template takes for true: a list or mapping with something in it. */
function filled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isMapping(value) && Object.keys(value).length > 0;
}

/**
 * `pods/network_receive_bytes_per_second`: load of the web front beside CPU.
 * Without any rule the chart would not register the API at all.
 */
const networkReceiveRule = {
  seriesQuery: 'container_network_receive_bytes_total{namespace!="",pod!=""}',
  resources: {
    overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } },
  },
  name: { matches: "^.*$", as: "network_receive_bytes_per_second" },
  metricsQuery: "sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (<<.GroupBy>>)",
} as const;
