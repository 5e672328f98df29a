import { z } from "zod";
import type { ClusterAddress } from "../../../inventory/cluster";
import { kubectl } from "./kubectl";

/** Where the workers are whose scaling is looked at. */
export interface ScalingTarget {
  readonly access: ClusterAddress;
  readonly namespace: string;
  readonly deployment: string;
  readonly scaledObject: string;
}

/** One look at a worker's scaling; undefined for what is not there. */
export interface ScalingState {
  /** `spec.replicas` of the Deployment. */
  readonly replicas: number | undefined;
  readonly scaledObject: { readonly paused: boolean } | undefined;
  readonly hpa: HpaState | undefined;
  /** The external metrics API answers, through which the HPA asks KEDA. */
  readonly metricsApi: boolean;
}

/** The HPA that KEDA made. */
export interface HpaState {
  readonly min: number;
  readonly max: number;
  /** Undefined: it has not looked yet. */
  readonly active: boolean | undefined;
  /** Why it is not. */
  readonly message: string;
}

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
const status = z.object({ conditions: z.array(condition).default([]) }).default({ conditions: [] });
const deployment = z.object({ spec: z.object({ replicas: z.int().default(1) }) });
const scaledObject = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }),
  status,
});
const hpa = z.object({
  spec: z.object({ minReplicas: z.int().default(1), maxReplicas: z.int() }),
  status,
});
const apiService = z.object({ status });

const PAUSED = ["autoscaling.keda.sh/paused", "autoscaling.keda.sh/paused-replicas"] as const;

/** Looks at everything between a queue and its workers. */
export async function scalingState(target: ScalingTarget): Promise<ScalingState> {
  const { deployment: name, scaledObject: scaler } = target;
  const [workers, scaled, autoscaler, api] = await Promise.all([
    read(target, `deployment/${name}`, deployment),
    read(target, `scaledobject/${scaler}`, scaledObject),
    read(target, `hpa/keda-hpa-${scaler}`, hpa),
    read(target, "apiservice/v1beta1.external.metrics.k8s.io", apiService),
  ]);
  const active = autoscaler && find(autoscaler.status.conditions, "ScalingActive");
  return {
    replicas: workers?.spec.replicas,
    scaledObject: scaled && {
      paused:
        PAUSED.some((key) => key in scaled.metadata.annotations) ||
        find(scaled.status.conditions, "Paused")?.status === "True",
    },
    hpa: autoscaler && {
      min: autoscaler.spec.minReplicas,
      max: autoscaler.spec.maxReplicas,
      active: active && active.status === "True",
      message: [active?.reason, active?.message].filter((text) => text).join(": "),
    },
    metricsApi: find(api?.status.conditions ?? [], "Available")?.status === "True",
  };
}

function find(conditions: readonly z.output<typeof condition>[], type: string) {
  return conditions.find((one) => one.type === type);
}

async function read<T>(
  { access, namespace }: ScalingTarget,
  object: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const args = ["--namespace", namespace, "get", object, "--ignore-not-found", "--output=json"];
  const { status, stdout } = await kubectl(access, args);
  return status !== 0 || stdout.trim() === "" ? undefined : schema.parse(JSON.parse(stdout));
}
