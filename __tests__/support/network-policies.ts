import { Testing, TerraformStack } from "cdktf";
import {
  NetworkPolicies,
  type NetworkPoliciesProps,
} from "../../modules/network-policies/network-policies";

const PROPS: NetworkPoliciesProps = {
  application: "montage-ai",
  namespace: "montage-ai",
  redis: { kind: "managed" },
  workers: ["worker", "worker-heavy"],
  submitted: ["scene-detection", "encoder", "distributed-rendering"],
  web: { port: 8080, metrics: true, ingress: false },
  services: [{ component: "cgpu", port: 8081 }],
  egresses: [],
  kedaNamespace: "keda",
  prometheusNamespace: "monitoring",
};

interface Policy {
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

/** Specs of an application's policies, by name. */
export function policies(changes: Partial<NetworkPoliciesProps> = {}): Record<string, unknown> {
  const stack = new TerraformStack(Testing.app(), "stack");
  new NetworkPolicies(stack, "network", { ...PROPS, ...changes });
  const { resource } = JSON.parse(Testing.synth(stack));
  const found: Record<string, Policy> = resource.kubernetes_network_policy_v1;
  return Object.fromEntries(
    Object.values(found).map(({ metadata, spec }) => [metadata.name, spec]),
  );
}

/** Selector of pods by component. */
export function components(...values: string[]) {
  return {
    match_expressions: [{ key: "app.kubernetes.io/component", operator: "In", values }],
  };
}
/** Pods that speak Redis and run the app's image. */
export const APP = components("web", "worker", "worker-heavy");
export const tcp = (port: string) => ({ port, protocol: "TCP" });
export const namespace = (name: string) => ({
  match_labels: { "kubernetes.io/metadata.name": name },
});
