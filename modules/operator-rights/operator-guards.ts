import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../../environments/schema";
import { EXTERNAL_SECRETS_ACCOUNT } from "../addons/external-secrets";
import { KEDA_OPERATOR_ACCOUNT } from "../addons/keda";
import { PROMETHEUS_OPERATOR_ACCOUNT } from "../addons/kube-prometheus-stack";
import { secretReaders } from "../image-pull/secret-readers";
import { VAULT_READER } from "../image-pull/vault-secret-store";
import { resourcesOf } from "../pod/resources-of";
import { NamesGuard, OperatorGuard } from "./operator-guard";
import { TokenRight } from "./token-right";

const core = (resource: string) => ({ apiGroup: "", apiVersion: "v1", resource }) as const;

/**
 * External Secrets writes Secrets where they are read, and acts as the account that Vault knows.
 *
 * @param namespace of its accounts, as the platform made it
 * @returns what the release comes after
 */
export function guardExternalSecrets(
  scope: Construct,
  spec: EnvironmentSpec,
  namespace: string,
): readonly TerraformResource[] {
  const guard = new OperatorGuard(scope, "external-secrets-guard", {
    name: "external-secrets",
    account: {
      namespace: spec.platform.namespaces.externalSecrets,
      name: EXTERNAL_SECRETS_ACCOUNT,
    },
    writes: [core("secrets")],
    namespaces: secretReaders(spec),
  });
  const right = new TokenRight(scope, "external-secrets-token", {
    namespace,
    of: EXTERNAL_SECRETS_ACCOUNT,
    as: VAULT_READER,
  });
  return resourcesOf(guard, right);
}

/**
 * The Prometheus operator makes Prometheus and Alertmanager in its own namespace.
 *
 * @returns what the release comes after
 */
export function guardPrometheusOperator(
  scope: Construct,
  { platform }: EnvironmentSpec,
): readonly TerraformResource[] {
  const { monitoring } = platform.namespaces;
  const guard = new OperatorGuard(scope, "prometheus-operator-guard", {
    name: "prometheus-operator",
    account: { namespace: monitoring, name: PROMETHEUS_OPERATOR_ACCOUNT },
    writes: [
      ...["secrets", "configmaps", "pods", "services", "endpoints"].map(core),
      { apiGroup: "apps", apiVersion: "v1", resource: "statefulsets" },
      { apiGroup: "discovery.k8s.io", apiVersion: "v1", resource: "endpointslices" },
    ],
    namespaces: [monitoring],
  });
  return resourcesOf(guard);
}

/**
 * KEDA's operator writes its certificate into the API that it serves. An account that may write all
 * APIServices could take the place of any API.
 *
 * @returns what the release comes after
 */
export function guardKeda(
  scope: Construct,
  { platform }: EnvironmentSpec,
): readonly TerraformResource[] {
  const guard = new NamesGuard(scope, "keda-guard", {
    name: "keda-apiservices",
    account: { namespace: platform.namespaces.keda, name: KEDA_OPERATOR_ACCOUNT },
    writes: { apiGroup: "apiregistration.k8s.io", apiVersion: "v1", resource: "apiservices" },
    names: ["v1beta1.external.metrics.k8s.io"],
  });
  return resourcesOf(guard);
}
