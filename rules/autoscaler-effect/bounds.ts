import type { Autoscaler, Inventory } from "../../inventory/model";
import type { Finding, Severity } from "../engine/rule";
import { idleAutoscaler, RESOURCE_TRIGGERS } from "./idle-autoscaler";

/** How few and how many replicas: what the API server, KEDA's CRD or its webhook refuse. */
export function bounds({ autoscalers }: Inventory): readonly Finding[] {
  return autoscalers
    .filter(({ place, madeByKeda }) => place.kind !== "cluster" && !madeByKeda)
    .flatMap((each) => [
      ...minAboveMax(each),
      ...(each.kind === "HorizontalPodAutoscaler" ? hpaFromZero(each) : []),
      ...(each.kind === "ScaledObject"
        ? [...idleAboveMin(each), ...resourcesFromZero(each), ...fallbackOfResources(each)]
        : []),
    ]);
}

function minAboveMax(autoscaler: Autoscaler): readonly Finding[] {
  const { kind, min, max } = autoscaler;
  if (max === undefined || min <= max) return [];
  const [minimum, maximum] =
    kind === "HorizontalPodAutoscaler"
      ? ["minReplicas", "maxReplicas"]
      : ["minReplicaCount", "maxReplicaCount"];
  const [severity, outcome]: readonly [Severity, string] =
    kind === "ScaledJob"
      ? ["warning", `KEDA holds to ${max}`]
      : ["error", "the API server refuses it"];
  return [
    idleAutoscaler(
      autoscaler,
      severity,
      `has ${minimum} ${min} above ${maximum} ${max}: ${outcome}`,
      `${maximum}: ${min} or more, or ${minimum}: ${max} or less`,
    ),
  ];
}

/** Without the gate HPAScaleToZero, and of resources never: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ */
function hpaFromZero(hpa: Autoscaler): readonly Finding[] {
  if (hpa.min > 0) return [];
  return [
    idleAutoscaler(
      hpa,
      "error",
      "has minReplicas 0: the API server refuses it, unless the feature gate HPAScaleToZero is on and a metric is not of the pods themselves",
      "minReplicas: 1, or a ScaledObject, which KEDA scales from and to 0",
    ),
  ];
}

function idleAboveMin(scaledObject: Autoscaler): readonly Finding[] {
  const { idle, min } = scaledObject;
  if (idle === undefined || idle < min) return [];
  return [
    idleAutoscaler(
      scaledObject,
      "error",
      `has idleReplicaCount ${idle}, which must be less than minReplicaCount ${min}: KEDA refuses it`,
      min > 0
        ? "idleReplicaCount: 0"
        : "remove idleReplicaCount: minReplicaCount 0 says it already",
    ),
  ];
}

function onlyResources({ triggers }: Autoscaler): boolean {
  return triggers.length > 0 && triggers.every(({ type }) => RESOURCE_TRIGGERS.has(type));
}

function resourcesFromZero(scaledObject: Autoscaler): readonly Finding[] {
  if (!onlyResources(scaledObject) || scaledObject.min > 0) return [];
  return [
    idleAutoscaler(
      scaledObject,
      "error",
      "scales on cpu or memory alone from 0 replicas, of which nothing can be measured: KEDA refuses it",
      "minReplicaCount: 1, or a trigger that counts what waits",
    ),
  ];
}

function fallbackOfResources(scaledObject: Autoscaler): readonly Finding[] {
  if (!onlyResources(scaledObject) || scaledObject.fallback === undefined) return [];
  return [
    idleAutoscaler(
      scaledObject,
      "error",
      "has a fallback and no trigger beside cpu and memory, for which KEDA has none: it refuses it",
      "remove the fallback",
    ),
  ];
}
