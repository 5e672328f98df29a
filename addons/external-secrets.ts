import { controllerReplicas, crdAnnotations, requests } from "./kit/availability";
import type { SwitchedAddon } from "./kit/addon";
import type { AddonInput } from "./kit/input";
import {
  ALL_PODS,
  API_SERVER,
  DNS,
  type Flow,
  fromPrometheus,
  podsWith,
  serviceOrAddress,
  tcp,
} from "./kit/network";
import { core } from "./kit/rights";

/** Account of the controller, which the chart names after the release. */
export const EXTERNAL_SECRETS_ACCOUNT = "external-secrets";

/** Vault's role is bound to this account, and External Secrets may act as no other. */
export const VAULT_READER = "vault-reader";

/** Labels and ports of the chart (templates/_helpers.tpl, values.yaml). */
const CONTROLLER = { "app.kubernetes.io/name": "external-secrets" };
const WEBHOOK = { "app.kubernetes.io/name": "external-secrets-webhook" };
const PORTS = { metrics: 8080, webhook: 10250 } as const;

/**
 * External Secrets: brings credentials from Vault. Its webhook rejects stores
 * until it is ready (failurePolicy Fail), so stores are in a later stack.
 */
export const externalSecrets: SwitchedAddon<"external-secrets"> = {
  kind: "switched",
  name: "external-secrets",
  summary: "brings credentials from Vault",
  unsaid: "refused",
  namespace: "externalSecrets",
  after: ["prometheus-operator-crds"],
  crds: {
    groups: ["external-secrets.io", "generators.external-secrets.io"],
    install: ["installCRDs"],
    annotations: ["crds", "annotations"],
    retired: [
      {
        apiVersion: "external-secrets.io/v1beta1",
        from: "0.17",
        use: "external-secrets.io/v1",
        source: "https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0",
      },
    ],
  },
  support: [
    // Which Kubernetes its tests run on is not known yet: 2.9 was tested on 1.36 alone.
    {
      series: "2.14",
      installsFrom: "1.19",
      source: "https://external-secrets.io/latest/introduction/stability-support/",
    },
    {
      series: "2.9",
      installsFrom: "1.19",
      tested: { from: "1.36", to: "1.36" },
      source: "https://external-secrets.io/v2.9.0/introduction/stability-support/",
    },
    {
      series: "2.8",
      installsFrom: "1.19",
      tested: { from: "1.35", to: "1.36" },
      source: "https://external-secrets.io/v2.9.0/introduction/stability-support/",
    },
  ],
  supported: {
    minors: 1,
    source: "https://external-secrets.io/latest/introduction/stability-support/",
  },
  evidence: [
    {
      version: "2.14.0",
      how: "read",
      what: "newest release that was found; of its notes and of those of 2.12 and 2.13 the beginning was read, which names no value that is set here, those of 2.10 and 2.11 were not found. A stand-in, the templates and CRDs of 2.9.0, was applied on Kubernetes 1.35.4: a live release went back to 2.8.0 and forward again with its stores, ExternalSecrets and Secrets, without a Vault",
      day: "2026-11-29",
      source: "https://gitlab.com/sylva-projects/sylva-core/-/merge_requests/9896",
    },
    {
      version: "2.9.0",
      how: "seen",
      what: "rendered against its values.schema.json",
      day: "2026-11-29",
      source:
        "https://github.com/external-secrets/external-secrets/tree/helm-chart-2.9.0/deploy/charts/external-secrets",
    },
    {
      version: "2.8.0",
      how: "seen",
      what: "rendered, applied on Kubernetes 1.35.4",
      day: "2026-11-29",
      source:
        "https://github.com/external-secrets/external-secrets/tree/helm-chart-2.8.0/deploy/charts/external-secrets",
    },
  ],
  // https://github.com/external-secrets/external-secrets/blob/main/deploy/charts/external-secrets/values.yaml
  pods: [
    {
      name: "external-secrets",
      kind: "Deployment",
      replicas: "replicaCount",
      containers: [{ resources: "resources" }],
    },
    {
      name: "external-secrets-webhook",
      kind: "Deployment",
      replicas: "webhook.replicaCount",
      containers: [{ resources: "webhook.resources" }],
      unlessOff: "webhook.create",
      placement: "webhook",
    },
    {
      name: "external-secrets-cert-controller",
      kind: "Deployment",
      replicas: "certController.replicaCount",
      containers: [{ resources: "certController.resources" }],
      unlessOff: "certController.create",
      placement: "certController",
    },
  ],
  keeps: [
    { path: "rbac", because: "would get rights that it is kept from" },
    { path: "serviceAccount", because: "would leave the account that admission policies know" },
    ...[
      "processSecretStore",
      "processClusterExternalSecret",
      "processPushSecret",
      "processClusterPushSecret",
      "processClusterGenerator",
    ].map((path) => ({ path, because: "would write where it is kept from" })),
    { path: "installCRDs", because: "would leave the kinds of the secrets stack without an owner" },
    { path: "crds", because: "could take every ExternalSecret of the cluster with it" },
  ],
  values: (input) => {
    const replicas = {
      replicaCount: controllerReplicas(input),
      podDisruptionBudget: { enabled: input.highAvailability },
    };
    return {
      ...replicas,
      ...NARROW_RIGHTS,
      crds: { annotations: crdAnnotations(input) },
      leaderElect: input.highAvailability,
      resources: requests("20m", "64Mi"),
      webhook: { ...replicas, resources: requests("10m", "32Mi") },
      certController: { ...replicas, resources: requests("10m", "64Mi") },
      // The CRD is there by then: the release comes after prometheus-operator-crds.
      serviceMonitor: { enabled: input.prometheus, renderMode: "alwaysRender" },
    };
  },
  network: (input) => ({ flows: flows(input) }),
  // It writes Secrets where they are read, and acts as the account that Vault knows.
  rights: ({ secretReaders }) => [
    {
      kind: "writes-in",
      id: "external-secrets-guard",
      policy: "external-secrets",
      account: EXTERNAL_SECRETS_ACCOUNT,
      writes: [core("secrets")],
      namespaces: secretReaders,
    },
    {
      kind: "acts-as",
      id: "external-secrets-token",
      account: EXTERNAL_SECRETS_ACCOUNT,
      as: VAULT_READER,
    },
  ],
};

/**
 * Of what the chart brings only ClusterSecretStore and ExternalSecret are used here. The rest
 * off, the controller writes nothing back to Vault, makes no objects in other namespaces, and
 * its ClusterRole has neither `serviceaccounts/token` (with it, it could be any account of the
 * cluster) nor a right on namespaces. Who may edit a namespace makes no ExternalSecrets by it.
 *
 * It goes on reading Secrets of all namespaces: its caches list them cluster-wide, or in one
 * single namespace (`scopedNamespace`, without ClusterSecretStores).
 * https://github.com/external-secrets/external-secrets/blob/helm-chart-2.8.0/deploy/charts/external-secrets/templates/rbac.yaml
 */
const NARROW_RIGHTS = {
  processSecretStore: false,
  processClusterExternalSecret: false,
  processPushSecret: false,
  processClusterPushSecret: false,
  processClusterGenerator: false,
  openshiftFinalizers: false,
  rbac: {
    serviceAccountTokenCreate: false,
    servicebindings: { create: false },
    aggregateToEdit: false,
    aggregateToAdmin: false,
  },
} as const;

/** It asks the API server and Vault. */
function flows(input: AddonInput): readonly Flow[] {
  if (input.vaultServer === undefined) return [];
  const { hostname, port } = new URL(input.vaultServer);
  return [
    { name: "dns", pods: ALL_PODS, to: [DNS] },
    { name: "kubernetes-api", pods: ALL_PODS, to: [API_SERVER] },
    {
      name: "controller-to-vault",
      pods: podsWith(CONTROLLER),
      to: [{ to: [serviceOrAddress(hostname)], ports: tcp(port === "" ? 443 : Number(port)) }],
    },
    {
      name: "webhook-from-api-server",
      pods: podsWith(WEBHOOK),
      from: [{ ports: tcp(PORTS.webhook) }],
    },
    ...fromPrometheus(input, ALL_PODS, PORTS.metrics),
  ];
}
