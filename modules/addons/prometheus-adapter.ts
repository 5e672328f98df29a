import type { EnvironmentSpec } from "../../environments/schema";
import { controllerReplicas } from "./availability";
import { PROMETHEUS_PORT, prometheusUrl } from "./kube-prometheus-stack";

/**
 * prometheus-adapter: Prometheus' series for HPAs; owns
 * v1beta1.custom.metrics.k8s.io and nothing else. `rules.external` must stay
 * empty (KEDA owns that API) and `rules.resource` unset (metrics-server does).
 */
export function prometheusAdapterValues(
  spec: EnvironmentSpec,
  prometheusNamespace: string,
): object {
  return {
    // The chart's default is an address that kube-prometheus-stack does not have.
    prometheus: { url: prometheusUrl(prometheusNamespace), port: PROMETHEUS_PORT },
    replicas: controllerReplicas(spec),
    podDisruptionBudget: { enabled: spec.platform.highAvailability },
    resources: { requests: { cpu: "50m", memory: "128Mi" } },
    // The default rules turn every series into a metric, which Prometheus is asked for each minute.
    rules: { default: false, custom: [networkReceiveRule], external: [] },
  };
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
