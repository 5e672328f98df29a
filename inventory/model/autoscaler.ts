import type { MetricsApi } from "./components";
import type { Labels, Namespaced } from "./object";

/** What a ScaledObject or ScaledJob looks at. */
export interface Trigger {
  readonly type: string;
  /** What a formula calls it; undefined: it has no name. */
  readonly name: string | undefined;
  /** `AverageValue`, `Value` or `Utilization`; undefined: not said. */
  readonly metricType: string | undefined;
  readonly metadata: Labels;
  /** The TriggerAuthentication or ClusterTriggerAuthentication it uses. */
  readonly authentication: { readonly kind: string; readonly name: string } | undefined;
}

/** A formula over the triggers of a ScaledObject. Undefined: not said. */
export interface ScalingModifiers {
  readonly formula: string | undefined;
  readonly target: string | undefined;
  readonly activationTarget: string | undefined;
  readonly metricType: string | undefined;
}

/** A metric of an HPA, or of a trigger of KEDA's, on what containers use of a resource. */
export interface ResourceMetric {
  /** `cpu`, `memory`. */
  readonly resource: string;
  /** Of what: the share of the requests, or an amount. */
  readonly target: "Utilization" | "AverageValue";
  /** The only container that counts; undefined: all of the pod. */
  readonly container: string | undefined;
}

/** What changes the requests of a workload's containers (VerticalPodAutoscaler). */
export interface VerticalAutoscaler extends Namespaced {
  readonly kind: "VerticalPodAutoscaler";
  /** The workload, in its own namespace. */
  readonly target: { readonly kind: string; readonly name: string };
  /** `Auto` where none is written; `Off` only recommends. */
  readonly updateMode: string;
  /** Resources whose requests it sets: `cpu`, `memory`. */
  readonly resources: readonly string[];
}

/** What a ScaledJob says of its Jobs. Undefined: not said. */
export interface JobScaling {
  /** `default`, `accurate`, `eager` or `custom`. */
  readonly strategy: string | undefined;
  /** Of several triggers: `max`, `min`, `avg` or `sum`. */
  readonly calculation: string | undefined;
  /** What a change does to Jobs at work: `gradual` leaves them, `immediate` deletes them. */
  readonly rollout: string | undefined;
}

/** What changes the replicas of a workload. */
export interface Autoscaler extends Namespaced {
  readonly kind: "HorizontalPodAutoscaler" | "ScaledObject" | "ScaledJob";
  /** The workload it scales, in its own namespace; a ScaledJob is its own. */
  readonly target: {
    readonly kind: string;
    readonly name: string;
    /** Undefined: not said, or a ScaledJob. */
    readonly apiVersion?: string;
  };
  readonly min: number;
  /** Undefined: known only after the apply. */
  readonly max: number | undefined;
  /** Replicas while no trigger is active, where they differ from `min`. */
  readonly idle: number | undefined;
  /** The metrics APIs that it reads; a ScaledJob reads none. */
  readonly reads: readonly MetricsApi[];
  /** What it measures of the pods themselves. */
  readonly resourceMetrics: readonly ResourceMetric[];
  /** The HPA itself, or the one that KEDA makes for a ScaledObject; undefined for a ScaledJob. */
  readonly hpaName: string | undefined;
  /** An HPA that KEDA made for a ScaledObject. */
  readonly madeByKeda: boolean;
  /** Of a ScaledObject, when its triggers fail; undefined: none. */
  readonly fallback:
    | { readonly failureThreshold: number | undefined; readonly replicas: number | undefined }
    | undefined;
  /** Seconds; undefined: KEDA's 30. */
  readonly pollingInterval: number | undefined;
  /** Seconds; undefined: KEDA's 300. */
  readonly cooldownPeriod: number | undefined;
  /** Empty for an HPA. */
  readonly triggers: readonly Trigger[];
  readonly scalingModifiers: ScalingModifiers | undefined;
  /** How a ScaledJob makes its Jobs; undefined for the others. */
  readonly jobs: JobScaling | undefined;
  /** The pace; undefined: not set, Kubernetes' defaults hold. */
  readonly behavior: { readonly scaleDown: boolean } | undefined;
}
