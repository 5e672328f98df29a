import { controllerReplicas, crdAnnotations, requests } from "./kit/availability";
import type { SwitchedAddon } from "./kit/addon";
import type { AddonInput, ApplicationFacts } from "./kit/input";
import {
  ALL_PODS,
  API_SERVER,
  DNS,
  type Flow,
  fromPrometheus,
  podsIn,
  podsWith,
  serviceOrAddress,
  tcp,
} from "./kit/network";

/** Service account of the operator. The admission policy lets it, and nobody else, scale what ScaledObjects own. */
export const KEDA_OPERATOR_ACCOUNT = "keda-operator";

/** The API that KEDA serves. */
const API = "v1beta1.external.metrics.k8s.io";

/** Labels and ports of the chart (templates/{metrics-server,webhooks}/deployment.yaml). */
export const KEDA_OPERATOR = { app: "keda-operator" };
const METRICS_SERVER = { app: "keda-operator-metrics-apiserver" };
const WEBHOOKS = { app: "keda-admission-webhooks" };
const PORTS = { metrics: 8080, operatorGrpc: 9666, metricsApi: 6443, webhooks: 9443 } as const;

/** Requests where the values have none: https://github.com/kedacore/charts/blob/main/keda/values.yaml */
const BY_DEFAULT = { requests: { cpu: "100m", memory: "100Mi" } } as const;

/**
 * KEDA: scales the queue workers and owns v1beta1.external.metrics.k8s.io.
 *
 * Its CRDs are templates of the chart (see crdAnnotations), and its custom
 * resources have finalizers: they are in a later stack, so they go first.
 */
export const keda: SwitchedAddon<"keda"> = {
  kind: "switched",
  name: "keda",
  summary: "scales the queue workers",
  unsaid: "refused",
  namespace: "keda",
  after: ["prometheus-operator-crds"],
  crds: {
    groups: ["keda.sh", "eventing.keda.sh"],
    install: ["crds", "install"],
    annotations: ["crds", "additionalAnnotations"],
  },
  support: [
    {
      series: "2.21",
      installsFrom: "1.23",
      tested: { from: "1.34", to: "1.36" },
      source:
        "https://github.com/kedacore/keda/blob/v2.21.0/.github/workflows/template-versions-smoke-tests.yml",
    },
    {
      series: "2.20",
      installsFrom: "1.23",
      tested: { from: "1.33", to: "1.35" },
      source: "https://keda.sh/docs/2.20/operate/cluster/#kubernetes-compatibility",
    },
  ],
  evidence: [
    {
      version: "2.21.1",
      how: "read",
      what: "newest release, whose notes name no change of values; the chart itself could not be had. A stand-in was applied on Kubernetes 1.35.4, to which a live release went from 2.20.2 and back with its ScaledObjects, HPAs and workers: the templates of 2026-08-13, after 2.20.2, with the CRDs of module 2.21.0, and that module's operator, metrics server and webhooks",
      day: "2026-11-29",
      source: "https://github.com/kedacore/charts/releases/tag/v2.21.1",
    },
    {
      version: "2.20.2",
      how: "seen",
      what: "rendered, applied on Kubernetes 1.35.4",
      day: "2026-11-29",
      source: "https://github.com/kedacore/charts/tree/v2.20.2/keda",
    },
  ],
  pods: [
    {
      name: "keda-operator",
      kind: "Deployment",
      replicas: "operator.replicaCount",
      containers: [{ resources: "resources.operator", ...BY_DEFAULT }],
    },
    {
      name: "keda-operator-metrics-apiserver",
      kind: "Deployment",
      replicas: "metricsServer.replicaCount",
      containers: [{ resources: "resources.metricServer", ...BY_DEFAULT }],
    },
    {
      name: "keda-admission-webhooks",
      kind: "Deployment",
      replicas: "webhooks.replicaCount",
      containers: [{ resources: "resources.webhooks", ...BY_DEFAULT }],
    },
  ],
  metricsApis: () => [API],
  keeps: [
    { path: "watchNamespace", because: "would scale what is not an application's" },
    { path: "rbac", because: "would get rights to scale and read kinds that it is kept from" },
    { path: "permissions", because: "would read Secrets that it is kept from" },
    { path: "serviceAccount", because: "would leave the account that admission policies know" },
    { path: "crds", because: "could take every ScaledObject of the cluster with it" },
  ],
  values: (input) => {
    const replicaCount = controllerReplicas(input);
    const metrics = { enabled: true, serviceMonitor: { enabled: input.prometheus } };
    return {
      ...narrowRights(input.applications),
      crds: { additionalAnnotations: crdAnnotations(input) },
      image: { pullPolicy: "IfNotPresent" },
      operator: { replicaCount },
      serviceAccount: { operator: { name: KEDA_OPERATOR_ACCOUNT } },
      metricsServer: { replicaCount },
      webhooks: { replicaCount },
      podDisruptionBudget: input.highAvailability ? budgets() : {},
      resources: {
        operator: requests("100m", "128Mi"),
        metricServer: requests("50m", "64Mi"),
        webhooks: requests("10m", "32Mi"),
      },
      prometheus: { operator: metrics, metricServer: metrics, webhooks: metrics },
    };
  },
  network: (input) => ({ flows: flows(input) }),
  // Its operator writes its certificate into the API that it serves. Whoever may write all
  // APIServices could take the place of any API.
  rights: () => [
    {
      kind: "writes-named",
      id: "keda-guard",
      policy: "keda-apiservices",
      account: KEDA_OPERATOR_ACCOUNT,
      writes: { apiGroup: "apiregistration.k8s.io", apiVersion: "v1", resource: "apiservices" },
      names: [API],
    },
  ],
};

/**
 * By the chart's defaults the operator may scale and read every kind of object (`*`) and read
 * every Secret of the cluster. Here its role is bound in the applications' namespaces and its own.
 *
 * Beside Deployments and StatefulSets, which are always in its role, nothing is scaled. KEDA
 * reads a Secret beside the ScaledObject for Redis' password only: without one its reading of
 * Secrets ends at its own namespace.
 * https://github.com/kedacore/charts/blob/v2.20.2/keda/templates/manager/minimal-rbac.yaml
 */
function narrowRights(applications: readonly ApplicationFacts[]): object {
  const secret = !applications.some(({ redisHasPassword }) => redisHasPassword);
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

/** It asks the API server and Redis, and the API server asks it. */
function flows(input: AddonInput): readonly Flow[] {
  return [
    { name: "dns", pods: ALL_PODS, to: [DNS] },
    { name: "kubernetes-api", pods: ALL_PODS, to: [API_SERVER] },
    {
      name: "operator-to-redis",
      pods: podsWith(KEDA_OPERATOR),
      to: redisPeers(input.applications),
    },
    {
      name: "metrics-server-to-operator",
      pods: podsWith(METRICS_SERVER),
      to: [{ to: [{ podSelector: podsWith(KEDA_OPERATOR) }], ports: tcp(PORTS.operatorGrpc) }],
    },
    {
      name: "operator-from-metrics-server",
      pods: podsWith(KEDA_OPERATOR),
      from: [{ from: [{ podSelector: podsWith(METRICS_SERVER) }], ports: tcp(PORTS.operatorGrpc) }],
    },
    // The API server is no pod, so no selector finds it: external metrics and admission.
    {
      name: "metrics-server-from-api-server",
      pods: podsWith(METRICS_SERVER),
      from: [{ ports: tcp(PORTS.metricsApi) }],
    },
    {
      name: "webhooks-from-api-server",
      pods: podsWith(WEBHOOKS),
      from: [{ ports: tcp(PORTS.webhooks) }],
    },
    ...fromPrometheus(input, ALL_PODS, PORTS.metrics),
  ];
}

/** Each Redis once: several applications may share one that exists. */
function redisPeers(applications: readonly ApplicationFacts[]) {
  const peers = applications.map(redisOf);
  return [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
}

/** Policies are applied after the Service's address is translated: the port is the one that the pod listens on. */
function redisOf({ redis, namespace }: ApplicationFacts) {
  const place =
    redis.kind === "managed"
      ? podsIn(namespace, { "app.kubernetes.io/component": "redis" })
      : serviceOrAddress(redis.host);
  return { to: [place], ports: tcp(redis.port) };
}
