import type { EgressSpec, RedisSpec } from "../../environments/schema";

/** Namespaces carry their own name in this label since Kubernetes 1.22. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";
const COMPONENT_LABEL = "app.kubernetes.io/component";

export const MANAGED_REDIS_PORT = 6379;

/** Every IPv4 address. IPv6 stays denied: no environment here is dual-stack. */
export const ANYWHERE = { ipBlock: { cidr: "0.0.0.0/0" } };

/** Label that KEDA's chart puts on its operator's pods. */
export const KEDA_OPERATOR = { app: "keda-operator" };

/** Label that the chart of kube-prometheus-stack puts on Prometheus' pods. */
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

/**
 * Pods of the policy's namespace by component. The name is left out: Redis has
 * a name of its own, and the Jobs that the app submits carry no other label of ours.
 */
export function podsOf(components: readonly string[]) {
  return {
    matchExpressions: [{ key: COMPONENT_LABEL, operator: "In", values: [...components] }],
  };
}

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

/**
 * Where Redis is, as a policy can say it. Policies are applied after the
 * Service's address is translated: the port must be the one that the pod listens on.
 */
export function redisPeer(redis: RedisSpec) {
  switch (redis.kind) {
    case "managed":
      return { to: [{ podSelector: podsOf(["redis"]) }], ports: tcp(MANAGED_REDIS_PORT) };
    case "existing": {
      return { to: [serviceOrAddress(redis.host)], ports: tcp(redis.port) };
    }
    default:
      return redis satisfies never;
  }
}

/** Where Redis is, from another namespace than the application's. */
export function redisPeerFrom(redis: RedisSpec, applicationNamespace: string) {
  return redis.kind === "managed"
    ? {
        to: [podsIn(applicationNamespace, { [COMPONENT_LABEL]: "redis" })],
        ports: tcp(MANAGED_REDIS_PORT),
      }
    : redisPeer(redis);
}

/** Who an egress of the data leads to. */
export function egressPeers(to: EgressSpec["to"]) {
  switch (to.kind) {
    case "namespace":
      return [podsIn(to.namespace, to.podLabels)];
    case "addresses":
      return to.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case "host":
      // No policy knows a name, and the addresses behind one come and go.
      return [PUBLIC_INTERNET];
    default:
      return to satisfies never;
  }
}

/** Namespace in `<service>.<namespace>.svc…`; undefined for a host outside the cluster. */
function namespaceOfService(host: string): string | undefined {
  const [, namespace, kind] = host.split(".");
  return kind === "svc" ? namespace : undefined;
}
