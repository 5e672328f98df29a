import assert from "node:assert/strict";
import { LOCAL_PATH_NAMESPACE } from "../../testbed/components";
import type { ClusterClient } from "../../runtime/cluster-client";
import { removeBrokenNamespaces } from "../breakages/breakage";
import { type Phase, testbedOf } from "../phase";

/** Made by Kubernetes itself and by the testbed. */
const OWN_NAMESPACES = [
  "default",
  "kube-node-lease",
  "kube-public",
  "kube-system",
  LOCAL_PATH_NAMESPACE,
];

/** Kinds of the whole cluster, with what tells that an object is Kubernetes' own. */
const CLUSTER_KINDS: readonly {
  readonly apiVersion: string;
  readonly kind: string;
  readonly isOwn?: RegExp;
}[] = [
  { apiVersion: "v1", kind: "PersistentVolume" },
  { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" },
  { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
  { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration" },
  { apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration" },
  { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy" },
  { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicyBinding" },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    isOwn: /^(system:|cluster-admin$|admin$|edit$|view$)/,
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    isOwn: /^(system:|cluster-admin$)/,
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    isOwn: /^system-(cluster|node)-critical$/,
  },
];

/** Kinds that charts put into kube-system. */
const SYSTEM_KINDS = [
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "apps/v1", kind: "DaemonSet" },
  { apiVersion: "v1", kind: "Service" },
  { apiVersion: "v1", kind: "Secret" },
] as const;

export const destroy: Phase = {
  name: "destroy",
  title: "Destroying in reverse order leaves no object, finalizer or CRD that we made",
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    await e2e.project.destroy();
    e2e.project.restore();
    await removeBrokenNamespaces(client);
    const left = await leftOver(client);
    assert.deepEqual(left, [], "left in the cluster");
    return `${OWN_NAMESPACES.length} namespaces, all Kubernetes' own or the testbed's; nothing else left`;
  },
};

/** Everything that is neither Kubernetes' own nor the testbed's. */
async function leftOver(client: ClusterClient): Promise<readonly string[]> {
  const namespaces = await client.core.listNamespace();
  const own: readonly string[] = OWN_NAMESPACES;
  const left = namespaces.items
    .map(({ metadata }) => metadata?.name ?? "")
    .filter((name) => !own.includes(name))
    .map((name) => `Namespace ${name}`);
  for (const { apiVersion, kind, isOwn } of CLUSTER_KINDS) {
    const objects = await client.list(apiVersion, kind);
    left.push(
      ...objects
        .map(({ metadata }) => metadata?.name ?? "")
        .filter((name) => isOwn?.test(name) !== true)
        .map((name) => `${kind} ${name}`),
    );
  }
  for (const { apiVersion, kind } of SYSTEM_KINDS) {
    const objects = await client.list(apiVersion, kind, "kube-system");
    left.push(...objects.map(({ metadata }) => `${kind} kube-system/${metadata?.name}`));
  }
  const services = await client.list("apiregistration.k8s.io/v1", "APIService");
  left.push(
    ...services
      .filter((service) => "spec" in service && hasService(service.spec))
      .map(({ metadata }) => `APIService ${metadata?.name}`),
  );
  return left;
}

/** An APIService without a Service is served by the API server itself. */
function hasService(spec: unknown): boolean {
  return typeof spec === "object" && spec !== null && "service" in spec && spec.service !== null;
}
