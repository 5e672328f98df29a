import type { EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import { controllerReplicas, crdAnnotations } from "./availability";

/** Service account of the operator. The admission policy lets it, and nobody else, scale what ScaledObjects own. */
export const KEDA_OPERATOR_ACCOUNT = "keda-operator";

/**
 * KEDA: scales the queue workers and owns v1beta1.external.metrics.k8s.io.
 *
 * Its CRDs are templates of the chart (see crdAnnotations), and its custom
 * resources have finalizers: they are in a later stack, so they go first.
 */
export function kedaValues(spec: EnvironmentSpec): object {
  const replicaCount = controllerReplicas(spec);
  const metrics = {
    enabled: true,
    serviceMonitor: { enabled: installs(spec, "kube-prometheus-stack") },
  };
  return {
    ...narrowRights(spec),
    crds: { additionalAnnotations: crdAnnotations(spec) },
    image: { pullPolicy: "IfNotPresent" },
    operator: { replicaCount },
    serviceAccount: { operator: { name: KEDA_OPERATOR_ACCOUNT } },
    metricsServer: { replicaCount },
    webhooks: { replicaCount },
    podDisruptionBudget: spec.platform.highAvailability ? budgets() : {},
    resources: {
      operator: { requests: { cpu: "100m", memory: "128Mi" } },
      metricServer: { requests: { cpu: "50m", memory: "64Mi" } },
      webhooks: { requests: { cpu: "10m", memory: "32Mi" } },
    },
    prometheus: { operator: metrics, metricServer: metrics, webhooks: metrics },
  };
}

/**
 * By the chart's defaults the operator may scale and read every kind of object (`*`) and read
 * every Secret of the cluster. Here its role is bound in the applications' namespaces and its own.
 *
 * Beside Deployments and StatefulSets, which are always in its role, nothing is scaled. KEDA
 * reads a Secret beside the ScaledObject for Redis' password only: without one its reading of
 * Secrets ends at its own namespace.
 * https://github.com/kedacore/charts/blob/v2.20.2/keda/templates/manager/minimal-rbac.yaml
 */
function narrowRights({ applications }: EnvironmentSpec): object {
  const secret = applications.every(
    ({ redis }) => (redis.reader?.password ?? redis.password) === undefined,
  );
  return {
    watchNamespace: applications.map(({ namespace }) => namespace).join(","),
    rbac: { enabledCustomScaledRefKinds: false, scaledRefKinds: [] },
    permissions: {
      operator: { restrict: { secret } },
      metricServer: { restrict: { secret: true } },
    },
  };
}

/** The chart writes `metricServer` here and `metricsServer` for the replicas. */
function budgets(): object {
  const budget = { minAvailable: 1 };
  return { operator: budget, metricServer: budget, webhooks: budget };
}
