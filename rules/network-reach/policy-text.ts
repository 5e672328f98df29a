import type { Labels } from "../../inventory/model";
import { type Direction, NAMESPACE_NAME, type Side } from "../shared/network/connection";
import type { Dependency } from "../shared/network/dependency";

/** The NetworkPolicy that allows a connection at one of its ends, in one line of YAML. */
export function policyFor({ from, to, port, protocol }: Dependency, direction: Direction): string {
  const [pod, peer] =
    direction === "Egress" ? [from.sides[0], to.sides[0]] : [to.sides[0], from.sides[0]];
  if (pod?.kind !== "pod") return "allow it in the policies of its namespace";
  if (pod.labels.complete && Object.keys(pod.labels.labels).length === 0) {
    return "give its pods a label that a policy can select, and allow it for that";
  }
  const ports = `ports: [{ protocol: ${protocol}, port: ${port} }]`;
  const peers = peerOf(peer, pod.namespace);
  const [list, word] = direction === "Egress" ? ["egress", "to"] : ["ingress", "from"];
  const rule = peers === undefined ? `{ ${ports} }` : `{ ${word}: [${peers}], ${ports} }`;
  const name = `allow-${list}-${protocol.toLowerCase()}-${port}`;
  return `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: ${pod.namespace} }, spec: { podSelector: ${selector(pod.labels.labels)}, policyTypes: [${direction}], ${list}: [${rule}] } }`;
}

/** Undefined: every peer, as no selector finds it. */
function peerOf(peer: Side | undefined, namespace: string): string | undefined {
  if (peer === undefined || peer.kind === "outside") return undefined;
  if (peer.kind === "elsewhere") {
    return `{ namespaceSelector: { matchLabels: { ${NAMESPACE_NAME}: <its namespace> } } }`;
  }
  const pods = `podSelector: ${selector(peer.labels.labels)}`;
  return peer.namespace === namespace
    ? `{ ${pods} }`
    : `{ namespaceSelector: { matchLabels: { ${NAMESPACE_NAME}: ${peer.namespace} } }, ${pods} }`;
}

function selector(labels: Labels): string {
  const entries = Object.entries(labels).map(([key, value]) => `${key}: ${text(value)}`);
  return entries.length === 0 ? "{}" : `{ matchLabels: { ${entries.join(", ")} } }`;
}

/** Quoted where YAML would take it for something else than text. */
function text(value: string): string {
  return /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
