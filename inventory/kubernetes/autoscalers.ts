import { z } from "zod";
import { narrow } from "../json";
import type { Autoscaler, MetricsApi } from "../model";
import type { ReadObject } from "./object";
import { count, listOf, metadata } from "./schemas";

const hpa = z.object({
  metadata,
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
    minReplicas: count,
    maxReplicas: count,
    metrics: listOf(z.object({ type: z.string() })),
  }),
});

const scaledObject = z.object({
  metadata,
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string().default("Deployment"), name: z.string() }),
    minReplicaCount: count,
    maxReplicaCount: z.unknown().optional(),
    triggers: listOf(z.object({ type: z.string() })),
  }),
});

/** https://keda.sh/docs/2.20/reference/scaledobject-spec/#maxreplicacount */
const SCALED_OBJECT_DEFAULT_MAX = 100;

/** Which API an HPA asks for each type of metric. */
const API_OF_METRIC: Readonly<Record<string, MetricsApi>> = {
  Resource: "v1beta1.metrics.k8s.io",
  ContainerResource: "v1beta1.metrics.k8s.io",
  Pods: "v1beta1.custom.metrics.k8s.io",
  Object: "v1beta1.custom.metrics.k8s.io",
  External: "v1beta1.external.metrics.k8s.io",
};

/** KEDA's triggers that become plain resource metrics of its HPA. */
const RESOURCE_TRIGGERS: ReadonlySet<string> = new Set(["cpu", "memory"]);

export function readHpa({ object, place, where }: ReadObject): Autoscaler {
  const { metadata: meta, spec } = narrow(hpa, object, where);
  // An HPA without metrics aims for 80 % of the CPU requests.
  const types = spec.metrics.length === 0 ? ["Resource"] : spec.metrics.map(({ type }) => type);
  return {
    kind: "HorizontalPodAutoscaler",
    namespace: meta.namespace,
    name: meta.name,
    place,
    target: spec.scaleTargetRef,
    min: spec.minReplicas ?? 1,
    max: spec.maxReplicas,
    reads: distinct(types.flatMap((type) => API_OF_METRIC[type] ?? [])),
  };
}

export function readScaledObject({ object, place, where }: ReadObject): Autoscaler {
  const { metadata: meta, spec } = narrow(scaledObject, object, where);
  return {
    kind: "ScaledObject",
    namespace: meta.namespace,
    name: meta.name,
    place,
    target: spec.scaleTargetRef,
    min: spec.minReplicaCount ?? 0,
    max:
      spec.maxReplicaCount === undefined
        ? SCALED_OBJECT_DEFAULT_MAX
        : narrow(count, spec.maxReplicaCount, where),
    reads: distinct(
      spec.triggers.map(({ type }) =>
        RESOURCE_TRIGGERS.has(type) ? "v1beta1.metrics.k8s.io" : "v1beta1.external.metrics.k8s.io",
      ),
    ),
  };
}

function distinct(apis: readonly MetricsApi[]): readonly MetricsApi[] {
  return [...new Set(apis)];
}
