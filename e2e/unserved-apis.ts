import type { KubernetesObject, V1APIService } from "@kubernetes/client-node";
import type { ClusterClient } from "../runtime/cluster-client";

type ApiService = V1APIService & KubernetesObject;

/**
 * Takes away the aggregated APIs that do not answer while something runs, and brings them back:
 * no namespace goes while one of them is registered, and the testbed runs neither metrics-server
 * nor prometheus-adapter.
 */
export async function withoutUnservedApis(
  client: ClusterClient,
  work: () => Promise<void>,
): Promise<void> {
  const services = await client.list<ApiService>("apiregistration.k8s.io/v1", "APIService");
  const unserved = services.filter(({ status }) =>
    status?.conditions?.some(({ type, status: said }) => type === "Available" && said === "False"),
  );
  for (const { metadata } of unserved) {
    await client.remove({ ...KIND, name: metadata?.name ?? "" });
  }
  try {
    await work();
  } finally {
    for (const { metadata, spec } of unserved) {
      const { name, labels, annotations } = metadata ?? {};
      await client.create({ ...KIND, metadata: { name, labels, annotations }, ...{ spec } });
    }
  }
}

const KIND = { apiVersion: "apiregistration.k8s.io/v1", kind: "APIService" } as const;
