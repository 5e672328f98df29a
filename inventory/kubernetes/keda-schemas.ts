import { z } from "zod";
import { behavior, count, listOf, maybe, metadata, strings, text } from "./schemas";

const trigger = z.lazy(() =>
  z.object({
    type: z.string(),
    name: text,
    metricType: text,
    metadata: strings,
    authenticationRef: maybe(z.object({ kind: text, name: text })),
  }),
);
export type TriggerJson = z.output<typeof trigger>;

/** What ScaledObject and ScaledJob share. */
const scaling = {
  minReplicaCount: count,
  maxReplicaCount: z.union([z.number(), z.string()]).nullish(),
  pollingInterval: count,
  triggers: listOf(trigger),
};

export const scaledObject = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      ...scaling,
      scaleTargetRef: z.object({
        apiVersion: text,
        kind: text.transform((kind) => kind ?? "Deployment"),
        name: z.string(),
      }),
      idleReplicaCount: count,
      cooldownPeriod: count,
      fallback: maybe(z.object({ failureThreshold: count, replicas: count })),
      advanced: maybe(
        z.object({
          horizontalPodAutoscalerConfig: maybe(z.object({ name: text, behavior })),
          scalingModifiers: maybe(
            z.object({ formula: text, target: text, activationTarget: text, metricType: text }),
          ),
        }),
      ),
    }),
  }),
);

export const scaledJob = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      ...scaling,
      scalingStrategy: maybe(z.object({ strategy: text, multipleScalersCalculation: text })),
      rollout: maybe(z.object({ strategy: text })),
      /** The older way to say it, which wins. */
      rolloutStrategy: text,
    }),
  }),
);
