import assert from "node:assert/strict";
import type { KubernetesObject, V1Deployment } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { waitFor } from "../../testbed/wait";
import { type E2e, type Phase, testbedOf } from "../phase";

const TIMEOUT_MS = 60_000;

/** KEDA off leaves a fixed number of workers. */
export const kedaOffAndOn: Phase = {
  name: "keda-off-and-on",
  title: "KEDA is switched off, workers stay at their fixed number, and it is switched on again",
  run: async (e2e) => {
    // It applies the workload first: while KEDA is there, it takes its finalizers off the ScaledObject.
    const off = ["--without-keda"];
    // KEDA's CRDs go with it: refused until that is named.
    const refused = ["local", ...off, "--yes"];
    const allowed = await e2e.project.allowing("cli/rollback/index.ts", refused);
    await e2e.project.rollback(...off, ...allowed);
    assert.equal((await scaledObjects(e2e)).length, 0, "ScaledObjects without KEDA");
    const { namespace, deployment, min } = workersOfLocal();
    const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace, name: deployment };
    const found = await testbedOf(e2e).client.read<V1Deployment & KubernetesObject>(reference);
    assert.equal(found?.spec?.replicas, min, "fixed number of workers");
    await e2e.project.rollback("--with-keda");
    await waitFor({ what: "the ScaledObject to be ready", timeoutMs: TIMEOUT_MS }, async () => {
      const [scaledObject] = await scaledObjects(e2e);
      return scaledObject?.status?.conditions?.some(
        ({ type, status }) => type === "Ready" && status === "True",
      )
        ? true
        : undefined;
    });
    return `${min} worker without KEDA; ScaledObject ready again`;
  },
};

interface ScaledObject extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Undefined kinds have no objects: without KEDA its CRDs are gone too. */
async function scaledObjects(e2e: E2e): Promise<readonly ScaledObject[]> {
  const { client } = testbedOf(e2e);
  const definition = await client.read({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    name: "scaledobjects.keda.sh",
  });
  if (definition === undefined) return [];
  return client.list<ScaledObject>("keda.sh/v1alpha1", "ScaledObject", workersOfLocal().namespace);
}
