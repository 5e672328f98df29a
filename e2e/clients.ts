import assert from "node:assert/strict";
import path from "node:path";
import { workersOfLocal } from "../cli/local/burst";
import { ClusterClient } from "../runtime/cluster-client";
import { podToken } from "../testbed/hosted/pod-token";
import { writeKubeconfig } from "../testbed/kubeconfig";
import { type E2e, testbedOf } from "./phase";

/** A pod of a component of the workload that is not being deleted. */
export async function podOf(component: string, e2e: E2e) {
  const { namespace } = workersOfLocal();
  const labelSelector = `app.kubernetes.io/component=${component}`;
  const { items } = await testbedOf(e2e).client.core.listNamespacedPod({
    namespace,
    labelSelector,
  });
  const name = items.find(({ metadata }) => !metadata?.deletionTimestamp)?.metadata?.name;
  assert.ok(name !== undefined, `a pod of ${component}`);
  return { apiVersion: "v1", kind: "Pod", namespace, name };
}

/** A client with the rights of the service account of a component's pod. */
export async function clientOf(component: string, e2e: E2e): Promise<ClusterClient> {
  const { client, server } = testbedOf(e2e);
  const { namespace, name } = await podOf(component, e2e);
  const pod = await client.core.readNamespacedPod({ namespace, name });
  const file = path.join(e2e.folder, `${component}.kubeconfig`);
  writeKubeconfig(file, {
    server,
    ca: path.join(e2e.folder, "testbed", "pki", "ca.crt"),
    identity: { kind: "token", token: await podToken(pod, client) },
  });
  return new ClusterClient(file);
}

/** What the API server says; empty when it accepts. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => "",
    (error: unknown) => String(error),
  );
}
