import { z } from "zod";
import type { Autoscaler, MetricsApi, ResourceMetric, ScalingModifiers } from "../model";
import { namespaced, narrowObject, type ReadObject } from "./object";
import { scaledObject, scaledJob, type TriggerJson } from "./keda-schemas";
import { behavior, count, listOf, maybe, metadata, text } from "./schemas";

const resourceMetric = z.lazy(() =>
  z.object({
    name: text,
    container: text,
    target: maybe(z.object({ type: text })),
    // autoscaling/v2beta1
    targetAverageValue: text,
  }),
);

const hpa = z.lazy(() =>
  z.object({
    metadata: metadata.extend({ ownerReferences: listOf(z.object({ kind: z.string() })) }),
    spec: z.object({
      scaleTargetRef: z.object({ apiVersion: text, kind: z.string(), name: z.string() }),
      minReplicas: count,
      maxReplicas: count,
      metrics: listOf(
        z.object({
          type: z.string(),
          resource: maybe(resourceMetric),
          containerResource: maybe(resourceMetric),
        }),
      ),
      behavior,
    }),
  }),
);

/** https://keda.sh/docs/2.20/reference/scaledobject-spec/#maxreplicacount, and the same for a ScaledJob */
const KEDA_DEFAULT_MAX = 100;

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

export function readHpa(read: ReadObject): Autoscaler {
  const { metadata: meta, spec } = narrowObject(hpa, read);
  // An HPA without metrics aims for 80 % of the CPU requests.
  const types = spec.metrics.length === 0 ? ["Resource"] : spec.metrics.map(({ type }) => type);
  const resourceMetrics = spec.metrics.flatMap(({ resource, containerResource }) => {
    const measured = resource ?? containerResource;
    return measured === undefined ? [] : [resourceMetricOf(measured)];
  });
  return {
    ...namespaced("HorizontalPodAutoscaler", meta, read),
    target: spec.scaleTargetRef,
    min: spec.minReplicas ?? 1,
    max: spec.maxReplicas,
    idle: undefined,
    reads: distinct(types.flatMap((type) => API_OF_METRIC[type] ?? [])),
    resourceMetrics: spec.metrics.length === 0 ? [DEFAULT_METRIC] : resourceMetrics,
    hpaName: meta.name,
    madeByKeda:
      meta.ownerReferences.some(({ kind }) => kind === "ScaledObject") ||
      meta.labels["app.kubernetes.io/managed-by"] === "keda-operator",
    fallback: undefined,
    pollingInterval: undefined,
    cooldownPeriod: undefined,
    triggers: [],
    scalingModifiers: undefined,
    jobs: undefined,
    behavior: spec.behavior,
  };
}

const DEFAULT_METRIC = { resource: "cpu", target: "Utilization", container: undefined } as const;

function resourceMetricOf(measured: z.output<typeof resourceMetric>): ResourceMetric {
  const { name, container, target, targetAverageValue } = measured;
  const amount = target?.type === "AverageValue" || targetAverageValue !== undefined;
  return { resource: name ?? "", container, target: amount ? "AverageValue" : "Utilization" };
}

export function readScaledObject(read: ReadObject): Autoscaler {
  const { metadata: meta, spec } = narrowObject(scaledObject, read);
  return {
    ...namespaced("ScaledObject", meta, read),
    target: spec.scaleTargetRef,
    min: spec.minReplicaCount ?? 0,
    max: maxOf(spec),
    idle: spec.idleReplicaCount,
    reads: distinct(
      spec.triggers.map(({ type }) =>
        RESOURCE_TRIGGERS.has(type) ? "v1beta1.metrics.k8s.io" : "v1beta1.external.metrics.k8s.io",
      ),
    ),
    resourceMetrics: spec.triggers
      .filter(({ type }) => RESOURCE_TRIGGERS.has(type))
      .map(measuredBy),
    // https://keda.sh/docs/2.20/reference/scaledobject-spec/#horizontalpodautoscalerconfig
    hpaName: spec.advanced?.horizontalPodAutoscalerConfig?.name ?? `keda-hpa-${meta.name}`,
    madeByKeda: false,
    fallback: spec.fallback,
    pollingInterval: spec.pollingInterval,
    cooldownPeriod: spec.cooldownPeriod,
    triggers: spec.triggers.map(triggerOf),
    scalingModifiers: modifiersOf(spec.advanced?.scalingModifiers),
    jobs: undefined,
    behavior: spec.advanced?.horizontalPodAutoscalerConfig?.behavior,
  };
}

/** KEDA's operator makes the Jobs itself: no HPA, and no metrics API. */
export function readScaledJob(read: ReadObject): Autoscaler {
  const { metadata: meta, spec } = narrowObject(scaledJob, read);
  return {
    ...namespaced("ScaledJob", meta, read),
    target: { kind: "ScaledJob", name: meta.name },
    min: spec.minReplicaCount ?? 0,
    max: maxOf(spec),
    idle: undefined,
    reads: [],
    resourceMetrics: [],
    hpaName: undefined,
    madeByKeda: false,
    fallback: undefined,
    pollingInterval: spec.pollingInterval,
    cooldownPeriod: undefined,
    triggers: spec.triggers.map(triggerOf),
    scalingModifiers: undefined,
    jobs: {
      strategy: spec.scalingStrategy?.strategy,
      calculation: spec.scalingStrategy?.multipleScalersCalculation,
      rollout: spec.rolloutStrategy ?? spec.rollout?.strategy,
    },
    behavior: undefined,
  };
}

/** The API server shows `{}` where none are set, and KEDA takes that for none. */
function modifiersOf(modifiers: ScalingModifiers | undefined): ScalingModifiers | undefined {
  const said = Object.values(modifiers ?? {}).some((member) => member !== undefined);
  return said ? modifiers : undefined;
}

/** Absent is KEDA's default; an expression is not known before the apply. */
function maxOf({
  maxReplicaCount: max,
}: {
  readonly maxReplicaCount?: unknown;
}): number | undefined {
  return max === undefined || max === null ? KEDA_DEFAULT_MAX : count.parse(max);
}

/** https://keda.sh/docs/2.20/scalers/cpu/: `metadata.type` is the older way to say it. */
function measuredBy({ type, metricType, metadata: meta }: TriggerJson): ResourceMetric {
  const amount = (metricType ?? meta.type) === "AverageValue";
  return {
    resource: type,
    container: meta.containerName,
    target: amount ? "AverageValue" : "Utilization",
  };
}

function triggerOf({ type, name, metricType, metadata: meta, authenticationRef }: TriggerJson) {
  // KEDA takes a reference without a name for none.
  const { kind = "TriggerAuthentication", name: referred = "" } = authenticationRef ?? {};
  const authentication = referred === "" ? undefined : { kind, name: referred };
  return { type, name, metricType, metadata: meta, authentication };
}

function distinct(apis: readonly MetricsApi[]): readonly MetricsApi[] {
  return [...new Set(apis)];
}
