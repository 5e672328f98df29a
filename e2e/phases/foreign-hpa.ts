import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { type Phase, testbedOf } from "../phase";

/** What KEDA's own webhook lets pass: the HPA comes after the ScaledObject. */
export const foreignHpa: Phase = {
  name: "foreign-hpa",
  title: "An HPA made by hand on the worker is refused, in words that say why and what to do",
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    const { namespace, deployment } = workersOfLocal();
    const hpa: KubernetesObject & { readonly spec: object } = {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "by-hand", namespace },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
        maxReplicas: 5,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
          },
        ],
      },
    };
    const refusal = await client.create(hpa).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    assert.ok(refusal !== undefined, "the HPA was accepted");
    assert.match(refusal, /ScaledObject montage-ai\/\S+ already scales Deployment/);
    const hpas = await client.list("autoscaling/v2", "HorizontalPodAutoscaler", namespace);
    const kedas = hpas.filter(({ metadata }) => metadata?.name?.startsWith("keda-hpa-"));
    assert.equal(kedas.length, 1, "KEDA's own HPA is there");
    return "refused by the admission policy; KEDA's own HPA passed it";
  },
};
