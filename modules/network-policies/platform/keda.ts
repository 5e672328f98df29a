import type { EnvironmentSpec } from "../../../environments/schema";
import type { NamespacePolicies } from "../namespace-policies";
import { ALL_PODS, API_SERVER, DNS, KEDA_OPERATOR, podsWith, redisPeerFrom, tcp } from "../peers";
import { fromPrometheus } from "../scrapes";

/** Labels and ports of KEDA's chart 2.20.2 (templates/{metrics-server,webhooks}/deployment.yaml). */
const METRICS_SERVER = { app: "keda-operator-metrics-apiserver" };
const WEBHOOKS = { app: "keda-admission-webhooks" };
const PORTS = { metrics: 8080, operatorGrpc: 9666, metricsApi: 6443, webhooks: 9443 } as const;

/** KEDA: it asks the API server and Redis, and the API server asks it. */
export function kedaFlows(policies: NamespacePolicies, spec: EnvironmentSpec): void {
  policies.deny();
  policies.allowTo("dns", ALL_PODS, [DNS]);
  policies.allowTo("kubernetes-api", ALL_PODS, [API_SERVER]);
  policies.allowTo("operator-to-redis", podsWith(KEDA_OPERATOR), redisPeers(spec));
  policies.allowTo("metrics-server-to-operator", podsWith(METRICS_SERVER), [
    { to: [{ podSelector: podsWith(KEDA_OPERATOR) }], ports: tcp(PORTS.operatorGrpc) },
  ]);
  policies.allowFrom("operator-from-metrics-server", podsWith(KEDA_OPERATOR), [
    { from: [{ podSelector: podsWith(METRICS_SERVER) }], ports: tcp(PORTS.operatorGrpc) },
  ]);
  // The API server is no pod, so no selector finds it: external metrics and admission.
  policies.allowFrom("metrics-server-from-api-server", podsWith(METRICS_SERVER), [
    { ports: tcp(PORTS.metricsApi) },
  ]);
  policies.allowFrom("webhooks-from-api-server", podsWith(WEBHOOKS), [
    { ports: tcp(PORTS.webhooks) },
  ]);
  fromPrometheus(policies, spec, ALL_PODS, PORTS.metrics);
}

/** Each Redis once: several applications may share an existing one. */
function redisPeers({ applications }: EnvironmentSpec) {
  const peers = applications.map(({ namespace, redis }) => redisPeerFrom(redis, namespace));
  return [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
}
