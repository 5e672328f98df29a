import { ClusterClient } from "../../runtime/cluster-client";
import { ServiceNames } from "../../testbed/service-names";
import { cluster } from "./fake-cluster";
import { temporaryFolder } from "./temporary-folder";

/** Names of Services as hosted programs know them, in a fake cluster (mock `testbed/cluster-client`) that has a redis. */
export function hostedRedis(): { readonly client: ClusterClient; readonly names: ServiceNames } {
  const client = new ClusterClient(undefined);
  const names = new ServiceNames(client, temporaryFolder());
  cluster.services.set({
    metadata: { name: "redis", namespace: "montage-ai" },
    spec: { clusterIP: "127.64.3.7" },
  });
  return { client, names };
}
