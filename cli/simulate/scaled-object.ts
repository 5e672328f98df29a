import { z } from "zod";

const seconds = z.number().min(0);
const rules = z.object({
  stabilizationWindowSeconds: seconds,
  selectPolicy: z.enum(["Max", "Min", "Disabled"]),
  policies: z.array(
    z.object({
      type: z.enum(["Pods", "Percent"]),
      value: z.number().positive(),
      periodSeconds: z.number().positive(),
    }),
  ),
  /** A quantity, e.g. `0` or `50m`. */
  tolerance: z.string().optional(),
});

/**
 * A ScaledObject as far as the model knows what it does. Anything else is an
 * error: a model that leaves out what is configured would be about something else.
 */
export const scaledObjectSchema = z.object({
  spec: z.strictObject({
    scaleTargetRef: z.object({ name: z.string() }),
    minReplicaCount: z.int().min(0),
    maxReplicaCount: z.int().min(1),
    pollingInterval: seconds,
    cooldownPeriod: seconds,
    fallback: z
      .strictObject({
        failureThreshold: z.int(),
        replicas: z.int(),
        behavior: z.enum(["static", "currentReplicas", "currentReplicasIfHigher"]),
      })
      .optional(),
    advanced: z.strictObject({
      horizontalPodAutoscalerConfig: z.strictObject({
        behavior: z.strictObject({ scaleUp: rules, scaleDown: rules }),
      }),
      scalingModifiers: z
        .strictObject({
          formula: z.string(),
          target: z.coerce.number().positive(),
          metricType: z.literal("AverageValue"),
        })
        .optional(),
    }),
    triggers: z.array(
      z.object({
        type: z.literal("redis"),
        name: z.string(),
        metadata: z.object({ listName: z.string(), listLength: z.coerce.number().positive() }),
      }),
    ),
  }),
});
export type ScaledObjectJson = z.output<typeof scaledObjectSchema>;
