import type { AddonInput } from "./input";

/** Pods by labels; empty: all of the namespace. */
export interface PodSelector {
  readonly matchLabels?: Record<string, string>;
  readonly matchExpressions?: { key: string; operator: string; values: string[] }[];
}

/** Who is at the other end of a connection, as in a NetworkPolicy. */
export interface Peer {
  readonly podSelector?: PodSelector;
  readonly namespaceSelector?: { readonly matchLabels: Record<string, string> };
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
}

export interface Port {
  readonly protocol: string;
  readonly port: string;
}

export interface EgressRule {
  /** @default everybody */
  readonly to?: Peer[];
  /** @default all */
  readonly ports?: Port[];
}

export interface IngressRule {
  /** @default everybody */
  readonly from?: Peer[];
  /** @default all */
  readonly ports?: Port[];
}

/** Connections that some pods need; a policy `allow-<name>` allows them. */
export type Flow =
  | { readonly name: string; readonly pods: PodSelector; readonly to: EgressRule[] }
  | { readonly name: string; readonly pods: PodSelector; readonly from: IngressRule[] };

/** What an add-on needs of the network. */
export interface NetworkNeeds {
  /**
   * Pods that a policy `deny-<name>` denies all that no flow allows: those of a namespace that
   * others live in too.
   *
   * @default the add-on's namespace is denied as a whole
   */
  readonly denied?: { readonly name: string; readonly pods: PodSelector };
  readonly flows: readonly Flow[];
}

/** Namespaces carry their own name in this label since Kubernetes 1.22. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

/** Every IPv4 address. IPv6 stays denied: no environment here is dual-stack. */
export const ANYWHERE = { ipBlock: { cidr: "0.0.0.0/0" } };

/** Labels of Prometheus' pods, from the chart of kube-prometheus-stack. */
export const PROMETHEUS = { "app.kubernetes.io/name": "prometheus" };

/** What is reached over the internet and not inside the cluster or its networks. */
export const PUBLIC_INTERNET = {
  ipBlock: {
    ...ANYWHERE.ipBlock,
    // RFC 1918, shared address space (100.64.0.0/10, pods on some EKS clusters), link-local (instance metadata).
    except: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"],
  },
};

/** Every pod of the policy's own namespace. */
export const ALL_PODS = {};

/** Pods of the policy's namespace by labels. */
export function podsWith(matchLabels: Readonly<Record<string, string>>) {
  return { matchLabels: { ...matchLabels } };
}

/** Every pod of the cluster. */
export const ANY_NAMESPACE = { namespaceSelector: { matchLabels: {} } };

/** Ingress from pods of the policy's own namespace, by labels, to one port. */
export function fromPods(labels: readonly Readonly<Record<string, string>>[], port: number) {
  return { from: labels.map((each) => ({ podSelector: podsWith(each) })), ports: tcp(port) };
}

/** Pods of a Service's namespace, or, as no policy knows a name, every address. */
export function serviceOrAddress(host: string) {
  const namespace = namespaceOfService(host);
  return namespace === undefined ? ANYWHERE : podsIn(namespace);
}

/** Pods of another namespace; all of them unless labels say which. */
export function podsIn(namespace: string, matchLabels: Record<string, string> = {}) {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
    podSelector: { matchLabels },
  };
}

/**
 * Egress to the API server. It is no pod, so no selector finds it, and its address is the
 * cluster's affair: 443 on EKS, 6443 on k3s.
 */
export const API_SERVER = { to: [ANYWHERE], ports: tcp(443, 6443) };

/** Egress to the cluster's names. */
export const DNS = {
  to: [podsIn("kube-system")],
  ports: [{ protocol: "UDP", port: "53" }, ...tcp(53)],
};

/** The TCP ports that a rule opens. */
export function tcp(...ports: readonly number[]) {
  return ports.map((port) => ({ protocol: "TCP", port: String(port) }));
}

/** Lets Prometheus scrape a port, where there is a Prometheus. */
export function fromPrometheus(
  { prometheus, namespaces }: AddonInput,
  pods: PodSelector,
  port: number,
  name = "metrics-from-prometheus",
): readonly Flow[] {
  if (!prometheus) return [];
  return [
    { name, pods, from: [{ from: [podsIn(namespaces.monitoring, PROMETHEUS)], ports: tcp(port) }] },
  ];
}

/** Namespace in `<service>.<namespace>.svc…`; undefined for a host outside the cluster. */
function namespaceOfService(host: string): string | undefined {
  const [, namespace, kind] = host.split(".");
  return kind === "svc" ? namespace : undefined;
}
