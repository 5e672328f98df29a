import type {
  LabelSelector,
  NetworkPeer,
  NetworkPolicy,
  NetworkPort,
  NetworkRule,
} from "../../../inventory/model";

const NAMESPACE = "kubernetes.io/metadata.name";

/** What a policy allows, in words; nothing where it denies. */
export function policyText({ policyTypes, ingress, egress }: NetworkPolicy): string {
  const lines = [
    ...(policyTypes.includes("Egress") ? egress.map((rule) => `to ${ruleText(rule)}`) : []),
    ...(policyTypes.includes("Ingress") ? ingress.map((rule) => `from ${ruleText(rule)}`) : []),
  ];
  return lines.length === 0 ? "nothing" : lines.join("; ");
}

/** The pods that a selector selects, in words. */
export function podsText({ matchLabels, matchExpressions }: LabelSelector): string {
  const parts = [
    ...Object.entries(matchLabels)
      .filter(([key]) => key !== "app.kubernetes.io/instance")
      .map(([key, value]) => labelText(key, value)),
    ...matchExpressions.map(({ key, operator, values = [] }) =>
      operator === "In"
        ? values.map((value) => labelText(key, value)).join(" or ")
        : [key, operator, ...values].join(" "),
    ),
  ];
  return parts.length === 0 ? "every pod" : parts.join(" and ");
}

/** The value alone where it is a name. */
function labelText(key: string, value: string): string {
  return value === "true" || value === "false" ? `${key}=${value}` : value;
}

function ruleText({ peers, ports }: NetworkRule): string {
  const who = peers.length === 0 ? "anywhere" : peers.map(peerText).join(", ");
  return ports.length === 0 ? who : `${who} on ${ports.map(portText).join(", ")}`;
}

function peerText(peer: NetworkPeer): string {
  if (peer.kind === "ipBlock") {
    if (peer.cidr !== "0.0.0.0/0") return peer.cidr;
    return peer.except.length === 0 ? "any address" : "public addresses";
  }
  const { namespaceSelector, podSelector } = peer;
  const pods = podsText(podSelector ?? { matchLabels: {}, matchExpressions: [] });
  if (namespaceSelector === undefined) return pods === "every pod" ? "its namespace" : pods;
  const namespace = namespaceSelector.matchLabels[NAMESPACE];
  if (namespace === undefined)
    return pods === "every pod" ? "every pod of the cluster" : `${pods} anywhere`;
  return pods === "every pod" ? `namespace ${namespace}` : `${pods} in ${namespace}`;
}

function portText({ port, endPort, protocol }: NetworkPort): string {
  const range = endPort === undefined ? (port ?? "every port") : `${port}-${endPort}`;
  return protocol === "TCP" ? range : `${range}/${protocol}`;
}
