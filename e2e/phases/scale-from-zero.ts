import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";

const NAMESPACE = "default";
const NAME = "filler";
const TIMEOUT_MS = 60_000;

/** Pods that only a pool at zero has room for. */
export const scaleFromZero: Phase = {
  name: "scale-from-zero",
  title: "Nodes of a pool at zero come when pods wait for them, and go when they are empty",
  run: async (e2e) => {
    const { client, nodeAutoscaler } = testbedOf(e2e);
    const pool = e2e.pools.find(({ count }) => count.min === 0);
    if (pool === undefined) throw new Error("no pool of the environment is at zero");
    assert.equal(nodeAutoscaler.countOf(pool), 0, `nodes of ${pool.name} before`);
    const replicas = pool.count.max;
    const started = Date.now();
    await client.create(fillerOf(pool.labels, pool.allocatable.cpu, replicas));
    await waitFor({ what: `${replicas} pods on new nodes`, timeoutMs: TIMEOUT_MS }, async () => {
      const pods = await client.core.listNamespacedPod({
        namespace: NAMESPACE,
        labelSelector: `app=${NAME}`,
      });
      const running = pods.items.filter(({ status }) => status?.phase === "Running");
      return running.length === replicas ? true : undefined;
    });
    const came = (Date.now() - started) / 1000;
    assert.equal(nodeAutoscaler.countOf(pool), replicas, `nodes of ${pool.name} at most`);
    await client.remove({
      apiVersion: "apps/v1",
      kind: "Deployment",
      namespace: NAMESPACE,
      name: NAME,
    });
    await waitFor({ what: `${pool.name} to be empty again`, timeoutMs: TIMEOUT_MS }, () =>
      Promise.resolve(nodeAutoscaler.countOf(pool) === 0 ? true : undefined),
    );
    return `0 -> ${replicas} nodes of ${pool.name} in ${came.toFixed(1)} s, back to 0`;
  },
};

/** Each pod takes more than half of a node, so that each needs one of its own. */
function fillerOf(
  nodeSelector: Readonly<Record<string, string>>,
  allocatableCpu: number,
  replicas: number,
): KubernetesObject & { readonly spec: object } {
  const labels = { app: NAME };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: NAME, namespace: NAMESPACE },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector,
          containers: [
            {
              name: NAME,
              image: "registry.k8s.io/pause:3.10.1",
              resources: { requests: { cpu: `${Math.floor(allocatableCpu * 0.6)}m` } },
            },
          ],
        },
      },
    },
  };
}
