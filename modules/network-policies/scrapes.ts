import type { NetworkPolicyV1SpecPodSelector } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import type { NamespacePolicies } from "./namespace-policies";
import { podsIn, PROMETHEUS, tcp } from "./peers";

/** Lets Prometheus scrape a port, where there is a Prometheus. */
export function fromPrometheus(
  policies: NamespacePolicies,
  spec: EnvironmentSpec,
  podSelector: NetworkPolicyV1SpecPodSelector,
  port: number,
  name = "metrics-from-prometheus",
): void {
  if (!installs(spec, "kube-prometheus-stack")) return;
  const from = [podsIn(spec.platform.namespaces.monitoring, PROMETHEUS)];
  policies.allowFrom(name, podSelector, [{ from, ports: tcp(port) }]);
}
