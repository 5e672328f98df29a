import type { KubernetesObject, V1Service } from "@kubernetes/client-node";
import type { ClusterClient } from "../runtime/cluster-client";

/**
 * Address of the Redis in a namespace.
 *
 * @throws Error when none is deployed
 */
export async function redisService(
  client: ClusterClient,
  namespace: string,
): Promise<readonly [host: string, port: string]> {
  const reference = { apiVersion: "v1", kind: "Service", namespace, name: "redis" };
  const service = await client.read<V1Service & KubernetesObject>(reference);
  const host = service?.spec?.clusterIP;
  const port = service?.spec?.ports?.[0]?.port;
  if (host === undefined || port === undefined) {
    throw new Error(`there is no Service redis in namespace ${namespace}: deploy first`);
  }
  return [host, String(port)];
}
