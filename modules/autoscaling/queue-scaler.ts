import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { Construct } from "constructs";
import type { ScalingOf } from "../../environments/schema";
import { scaledObjectName } from "../../environments/workload-names";
import type { QueueTrigger } from "../../queues/adapter";
import { CustomResource } from "../custom-resource/custom-resource";
import { applicationLabels } from "../labels";
import { type QueueDepth, queueDepth, queueDepthBeyond, queueDepthFromZero } from "./queue-depth";
import { scaleInOneByOne, scaleOutAtOnce } from "./behavior";
import { type QueueSource, redisTrigger, redisCredentials } from "./redis-triggers";

/** Looks at Redis that fail in a row before KEDA falls back. */
const FAILURES_BEFORE_FALLBACK = 3;

export interface QueueScalerProps extends QueueSource {
  /** Deployment that is scaled; it must not say how many replicas it has. */
  readonly deploymentName: string;
  /** What is counted of its jobs. */
  readonly counted: readonly QueueTrigger[];
  readonly scaling: ScalingOf<"deployment">;
}

/**
 * KEDA ScaledObject of a queue worker: a replica for each running job, and one
 * for so many that wait. The running ones count because a started job leaves the
 * list: scaling on the list alone removes the workers that render.
 */
export class QueueScaler extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: QueueScalerProps) {
    super(scope, id);
    this.name = scaledObjectName(props.deploymentName);
    const credentials = redisCredentials(this, this.name, props);
    const { triggers, formula } = depthOf(props.counted, props.scaling);
    new CustomResource(this, "scaled-object", {
      dependsOn: credentials === undefined ? undefined : [credentials.resource],
      model: new ScaledObject({
        metadata: {
          name: this.name,
          namespace: props.namespace,
          labels: applicationLabels(props.application, props.component),
        },
        spec: {
          ...scalingOf(props, formula),
          triggers: triggers.map((trigger) => redisTrigger(trigger, props, credentials)),
        },
      }),
    });
  }
}

function depthOf(counted: readonly QueueTrigger[], scaling: ScalingOf<"deployment">): QueueDepth {
  const { min, waitingJobsPerReplica, joinsAbove } = scaling;
  if (joinsAbove !== undefined) return queueDepthBeyond(counted, waitingJobsPerReplica, joinsAbove);
  return min === 0
    ? queueDepthFromZero(counted, waitingJobsPerReplica)
    : queueDepth(counted, waitingJobsPerReplica);
}

function scalingOf({ scaling, deploymentName }: QueueScalerProps, formula: string) {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
    minReplicaCount: scaling.min,
    maxReplicaCount: scaling.max,
    pollingInterval: scaling.pollingIntervalSeconds,
    cooldownPeriod: scaling.cooldownSeconds,
    // Never 0: an unreachable Redis must not take workers away that are still rendering.
    fallback: {
      failureThreshold: FAILURES_BEFORE_FALLBACK,
      replicas: Math.max(scaling.min, 1),
      behavior: "currentReplicasIfHigher" as const,
    },
    advanced: {
      // restoreToOriginalReplicaCount stays unset, which is false: switching KEDA off leaves the workers
      // as they are until Terraform sets their fixed number. KEDA's operator drops a written `false`
      // when it adds its finalizer, and every plan would put it back.
      horizontalPodAutoscalerConfig: {
        behavior: {
          scaleUp: scaleOutAtOnce(scaling.max, scaling.scaleOutTolerance),
          scaleDown: scaleInOneByOne(scaling.scaleInStabilizationSeconds),
        },
      },
      // Without a formula the HPA takes the largest trigger, and no weight is possible.
      scalingModifiers: {
        formula,
        // An integer: with any other number KEDA silently ignores the fallback.
        target: String(scaling.waitingJobsPerReplica),
        metricType: "AverageValue" as const,
      },
    },
  };
}
