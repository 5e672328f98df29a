import { controllerReplicas, requests } from "./kit/availability";
import type { SwitchedAddon } from "./kit/addon";
import { ANYWHERE, API_SERVER, DNS, podsWith, tcp } from "./kit/network";
import { mappingIn } from "./kit/values";

/** Labels and ports of the chart. */
const PODS = podsWith({
  "app.kubernetes.io/name": "metrics-server",
  "app.kubernetes.io/instance": "metrics-server",
});
const PORTS = { server: 10250, kubelet: 10250 } as const;

/** metrics-server: CPU and memory use for HPAs and `kubectl top`; owns v1beta1.metrics.k8s.io. */
export const metricsServer: SwitchedAddon<"metrics-server"> = {
  kind: "switched",
  name: "metrics-server",
  summary: "CPU and memory use, for HPAs and `kubectl top`",
  unsaid: "refused",
  namespace: "system",
  support: [
    {
      series: "3.13",
      tested: { from: "1.31" },
      source: "https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix",
    },
  ],
  evidence: [
    {
      version: "3.13.1",
      how: "seen",
      what: "rendered, applied on Kubernetes 1.35.4",
      day: "2026-11-29",
      source:
        "https://github.com/kubernetes-sigs/metrics-server/tree/metrics-server-helm-chart-3.13.1/charts/metrics-server",
    },
  ],
  // https://github.com/kubernetes-sigs/metrics-server/blob/master/charts/metrics-server/values.yaml
  pods: [
    {
      name: "metrics-server",
      kind: "Deployment",
      replicas: "replicas",
      containers: [{ resources: "resources", requests: { cpu: "100m", memory: "200Mi" } }],
    },
  ],
  metricsApis: (values) =>
    mappingIn(values, "apiService")["create"] === false ? [] : ["v1beta1.metrics.k8s.io"],
  keeps: [
    { path: "apiService", because: "would leave v1beta1.metrics.k8s.io without an owner" },
    { path: "rbac", because: "would have other rights than it needs" },
  ],
  values: (input) => ({
    replicas: controllerReplicas(input),
    podDisruptionBudget: input.highAvailability
      ? { enabled: true, minAvailable: 1 }
      : { enabled: false },
    // Kubelets of kind, k3d and other laptop clusters serve a self-signed certificate; without
    // this argument metrics-server never gets ready there.
    // https://github.com/kubernetes-sigs/metrics-server#requirements
    args: input.cluster.kind === "kubeconfig" ? ["--kubelet-insecure-tls"] : [],
    resources: requests("100m", "200Mi"),
  }),
  network: () => ({
    denied: { name: "metrics-server", pods: PODS },
    flows: [
      {
        name: "metrics-server",
        pods: PODS,
        to: [DNS, API_SERVER, { to: [ANYWHERE], ports: tcp(PORTS.kubelet) }],
      },
      // The API server is no pod, so no selector finds it.
      {
        name: "metrics-server-from-api-server",
        pods: PODS,
        from: [{ ports: tcp(PORTS.server) }],
      },
    ],
  }),
};
