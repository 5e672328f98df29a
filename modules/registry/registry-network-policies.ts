import {
  NetworkPolicyV1,
  type NetworkPolicyV1Spec,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import { selectorLabels, standardLabels } from "../labels";
import { GARBAGE_COLLECTION, PORT, PULL, PUSH, PUSHER_LABEL } from "./facts";

const REGISTRY_PORT = [{ protocol: "TCP", port: String(PORT) }];

export interface RegistryNetworkPoliciesProps {
  readonly namespace: string;
}

/** Clients of the registry's pods; the pods open no connections, but for the garbage collection. */
export class RegistryNetworkPolicies extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistryNetworkPoliciesProps,
  ) {
    super(scope, id);
    // Traffic of a NodePort comes from the nodes' addresses, which no selector finds.
    this.policy(PULL, { ingress: [{ ports: REGISTRY_PORT }] });
    // Builders that carry the label, in any namespace. A port-forward arrives through the kubelet
    // and passes every policy; credentials guard it.
    this.policy(PUSH, {
      ingress: [
        {
          ports: REGISTRY_PORT,
          from: [
            { namespaceSelector: {}, podSelector: { matchLabels: { [PUSHER_LABEL]: "true" } } },
          ],
        },
      ],
    });
    // kubectl: the API server is no pod, so no selector finds it.
    this.policy(GARBAGE_COLLECTION, {
      egress: [
        {
          ports: [
            { protocol: "TCP", port: "443" },
            { protocol: "TCP", port: "6443" },
          ],
        },
      ],
    });
  }

  private policy(
    component: string,
    allowed: Pick<NetworkPolicyV1Spec, "ingress" | "egress">,
  ): void {
    new NetworkPolicyV1(this, component, {
      metadata: {
        name: component,
        namespace: this.props.namespace,
        labels: standardLabels("registry", component),
      },
      spec: {
        podSelector: { matchLabels: selectorLabels("registry", component) },
        policyTypes: ["Ingress", "Egress"],
        ...allowed,
      },
    });
  }
}
