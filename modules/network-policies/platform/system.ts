import { clusterNodes } from "../../../environments/nodes/cluster-nodes";
import type { EnvironmentSpec } from "../../../environments/schema";
import { installs } from "../../../environments/switched";
import type { NamespacePolicies } from "../namespace-policies";
import { ANYWHERE, API_SERVER, DNS, podsWith, tcp } from "../peers";
import { fromPrometheus } from "../scrapes";

/** Labels of the charts metrics-server 3.13.1, cluster-autoscaler 9.59.0 and nvidia-device-plugin 0.20.0. */
const METRICS_SERVER = {
  "app.kubernetes.io/name": "metrics-server",
  "app.kubernetes.io/instance": "metrics-server",
};
const AUTOSCALER = {
  "app.kubernetes.io/name": "aws-cluster-autoscaler",
  "app.kubernetes.io/instance": "cluster-autoscaler",
};
const DEVICE_PLUGIN = {
  "app.kubernetes.io/name": "nvidia-device-plugin",
  "app.kubernetes.io/instance": "nvidia-device-plugin",
};
const SLICE_READINESS = { "app.kubernetes.io/name": "slice-readiness" };

const PORTS = { metricsServer: 10250, kubelet: 10250, autoscaler: 8085 } as const;

/** Where EKS' Pod Identity agent gives out credentials, on each node: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
const POD_IDENTITY = { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: tcp(80) };

/**
 * Pods of ours in the system's namespace, found by the labels of their releases; the others
 * there are not touched. Drivers of volumes and GPUs that share their node's network are out
 * of any policy's reach.
 */
export function systemFlows(policies: NamespacePolicies, spec: EnvironmentSpec): void {
  if (installs(spec, "metrics-server")) metricsServer(policies);
  if (spec.cluster.kind !== "eks") return;
  if (installs(spec, "cluster-autoscaler")) autoscaler(policies, spec);
  if (installs(spec, "nvidia-device-plugin")) {
    onlyApi(policies, "device-plugin", DEVICE_PLUGIN);
  }
  if (clusterNodes(spec.cluster).some(({ startupTaints }) => startupTaints.length > 0)) {
    onlyApi(policies, "slice-readiness", SLICE_READINESS);
  }
}

function metricsServer(policies: NamespacePolicies): void {
  const pods = podsWith(METRICS_SERVER);
  policies.deny("deny-metrics-server", pods);
  policies.allowTo("metrics-server", pods, [
    DNS,
    API_SERVER,
    { to: [ANYWHERE], ports: tcp(PORTS.kubelet) },
  ]);
  // The API server is no pod, so no selector finds it.
  policies.allowFrom("metrics-server-from-api-server", pods, [{ ports: tcp(PORTS.metricsServer) }]);
}

/** It asks AWS for machines, on the API server's port; credentials come from the node. */
function autoscaler(policies: NamespacePolicies, spec: EnvironmentSpec): void {
  const pods = podsWith(AUTOSCALER);
  policies.deny("deny-cluster-autoscaler", pods);
  policies.allowTo("cluster-autoscaler", pods, [DNS, API_SERVER, POD_IDENTITY]);
  fromPrometheus(policies, spec, pods, PORTS.autoscaler, "cluster-autoscaler-from-prometheus");
}

function onlyApi(
  policies: NamespacePolicies,
  name: string,
  labels: Readonly<Record<string, string>>,
): void {
  policies.deny(`deny-${name}`, podsWith(labels));
  policies.allowTo(name, podsWith(labels), [DNS, API_SERVER]);
}
