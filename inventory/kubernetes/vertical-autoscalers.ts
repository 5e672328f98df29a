import { z } from "zod";
import type { VerticalAutoscaler } from "../model";
import { namespaced, narrowObject, type ReadObject } from "./object";
import { listOf, maybe, metadata, text } from "./schemas";

/** https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/api.md */
const verticalPodAutoscaler = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      targetRef: z.object({ kind: z.string(), name: z.string() }),
      updatePolicy: maybe(z.object({ updateMode: text })),
      resourcePolicy: maybe(
        z.object({
          containerPolicies: listOf(
            z.object({
              mode: text,
              controlledResources: z.array(z.string()).nullish(),
            }),
          ),
        }),
      ),
    }),
  }),
);

/** Where nothing is said. */
const CONTROLLED = ["cpu", "memory"] as const;

export function readVerticalAutoscaler(read: ReadObject): VerticalAutoscaler {
  const { metadata: meta, spec } = narrowObject(verticalPodAutoscaler, read);
  const policies = spec.resourcePolicy?.containerPolicies ?? [];
  const controlled = policies
    .filter(({ mode }) => mode !== "Off")
    .flatMap(({ controlledResources }) => controlledResources ?? CONTROLLED);
  return {
    ...namespaced("VerticalPodAutoscaler", meta, read),
    target: spec.targetRef,
    updateMode: spec.updatePolicy?.updateMode ?? "Auto",
    resources: policies.length === 0 ? CONTROLLED : [...new Set(controlled)],
  };
}
