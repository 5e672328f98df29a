import type { V1Pod } from "@kubernetes/client-node";
import type { ClusterClient } from "../../runtime/cluster-client";

const TOKEN_SECONDS = 24 * 60 * 60;

/** A token of the pod's own service account, so that its roles are what decides. */
export async function podToken(pod: V1Pod, client: ClusterClient): Promise<string> {
  const { namespace = "", name: podName = "", uid } = pod.metadata ?? {};
  const name = pod.spec?.serviceAccountName ?? "default";
  const { status } = await client.core.createNamespacedServiceAccountToken({
    name,
    namespace,
    body: {
      spec: {
        audiences: [],
        expirationSeconds: TOKEN_SECONDS,
        boundObjectRef: { apiVersion: "v1", kind: "Pod", name: podName, uid },
      },
    },
  });
  const token = status?.token;
  if (token === undefined) throw new Error(`no token for service account ${namespace}/${name}`);
  return token;
}
