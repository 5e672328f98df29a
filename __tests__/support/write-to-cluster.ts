import { ClusterClient } from "../../runtime/cluster-client";

const CONFIG_MAP = { apiVersion: "v1", kind: "ConfigMap", name: "settings", namespace: "app" };

/** Run by a test as a program of its own, with a kubeconfig: the client's library is an ES module. */
async function main(kubeconfig: string | undefined): Promise<void> {
  const client = new ClusterClient(kubeconfig);
  await client.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "app" },
  });
  await client.merge(CONFIG_MAP, { data: { one: "1" } });
  await client.strategicMerge(CONFIG_MAP, { data: { two: "2" } });
  await client.scaleDeployment("app", "worker", 0);
  await client.merge(CONFIG_MAP, { data: { one: "1" } }, "fluxibri-by-hand");
  await new ClusterClient(kubeconfig, undefined, "testbed").merge(CONFIG_MAP, {
    data: { one: "1" },
  });
}

void main(process.argv[2]);
