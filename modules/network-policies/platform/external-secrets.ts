import type { EnvironmentSpec } from "../../../environments/schema";
import { installs } from "../../../environments/switched";
import type { NamespacePolicies } from "../namespace-policies";
import { ALL_PODS, API_SERVER, DNS, podsWith, serviceOrAddress, tcp } from "../peers";
import { fromPrometheus } from "../scrapes";

/** Labels and ports of the chart external-secrets 2.8.0 (templates/_helpers.tpl, values.yaml). */
const CONTROLLER = { "app.kubernetes.io/name": "external-secrets" };
const WEBHOOK = { "app.kubernetes.io/name": "external-secrets-webhook" };
const PORTS = { metrics: 8080, webhook: 10250 } as const;

/** External Secrets: it asks the API server and Vault. */
export function externalSecretsFlows(policies: NamespacePolicies, spec: EnvironmentSpec): void {
  policies.deny();
  if (spec.vault === undefined || !installs(spec, "external-secrets")) return;
  policies.allowTo("dns", ALL_PODS, [DNS]);
  policies.allowTo("kubernetes-api", ALL_PODS, [API_SERVER]);
  const { hostname, port } = new URL(spec.vault.server);
  policies.allowTo("controller-to-vault", podsWith(CONTROLLER), [
    { to: [serviceOrAddress(hostname)], ports: tcp(port === "" ? 443 : Number(port)) },
  ]);
  policies.allowFrom("webhook-from-api-server", podsWith(WEBHOOK), [{ ports: tcp(PORTS.webhook) }]);
  fromPrometheus(policies, spec, ALL_PODS, PORTS.metrics);
}
