import {
  NetworkPolicyV1,
  type NetworkPolicyV1Spec,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngress,
  type NetworkPolicyV1SpecPodSelector,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { Construct } from "constructs";
import { ALL_PODS } from "../../addons/kit/network";

export interface NamespacePoliciesProps {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Makes policies of one namespace: each allows one kind of connection, and is named after it. */
export class NamespacePolicies {
  constructor(
    private readonly scope: Construct,
    private readonly props: NamespacePoliciesProps,
  ) {}

  /** Everything is denied that no other policy allows, in both directions. */
  deny(name = "default-deny", podSelector: NetworkPolicyV1SpecPodSelector = ALL_PODS): void {
    this.policy(name, podSelector, { policyTypes: ["Ingress", "Egress"] });
  }

  allowTo(
    name: string,
    podSelector: NetworkPolicyV1SpecPodSelector,
    egress: NetworkPolicyV1SpecEgress[],
  ): void {
    this.policy(`allow-${name}`, podSelector, { policyTypes: ["Egress"], egress });
  }

  allowFrom(
    name: string,
    podSelector: NetworkPolicyV1SpecPodSelector,
    ingress: NetworkPolicyV1SpecIngress[],
  ): void {
    this.policy(`allow-${name}`, podSelector, { policyTypes: ["Ingress"], ingress });
  }

  private policy(
    name: string,
    podSelector: NetworkPolicyV1SpecPodSelector,
    spec: Omit<NetworkPolicyV1Spec, "podSelector">,
  ): void {
    new NetworkPolicyV1(this.scope, name, {
      metadata: { name, namespace: this.props.namespace, labels: { ...this.props.labels } },
      spec: { ...spec, podSelector },
    });
  }
}
