import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { Construct } from "constructs";
import type { WorkerSpec } from "../../environments/schema";
import { scaledObjectName } from "../../environments/workload-names";
import { CustomResource } from "../custom-resource/custom-resource";
import { standardLabels } from "../labels";
import { queueDepth, type QueueTrigger } from "./queue-depth";
import { SCALE_OUT_AT_ONCE, scaleInOneByOne } from "./behavior";

/** Looks at Redis that fail in a row before KEDA falls back. */
const FAILURES_BEFORE_FALLBACK = 3;

export interface QueueScalerProps {
  readonly namespace: string;
  /** Deployment that is scaled; it must not say how many replicas it has. */
  readonly deploymentName: string;
  /** Its `app.kubernetes.io/component`. */
  readonly component: string;
  /** RQ queues whose jobs count. */
  readonly queues: readonly string[];
  readonly scaling: WorkerSpec["scaling"];
  /** Redis as KEDA's operator reaches it: `host:port`, fully qualified. */
  readonly redisAddress: string;
}

/**
 * KEDA ScaledObject of a queue worker: as many replicas as the jobs, waiting
 * and running, need. The running ones count because a started job leaves the
 * list: scaling on the list alone removes the workers that render.
 */
export class QueueScaler extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: QueueScalerProps) {
    super(scope, id);
    this.name = scaledObjectName(props.deploymentName);
    new CustomResource(this, "scaled-object", { model: scaledObject(this.name, props) });
  }
}

function scaledObject(name: string, props: QueueScalerProps): ScaledObject {
  const { scaling } = props;
  const depth = queueDepth(props.queues);
  return new ScaledObject({
    metadata: {
      name,
      namespace: props.namespace,
      labels: standardLabels("montage-ai", props.component),
    },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: props.deploymentName },
      minReplicaCount: scaling.min,
      maxReplicaCount: scaling.max,
      pollingInterval: scaling.pollingIntervalSeconds,
      cooldownPeriod: scaling.cooldownSeconds,
      // Never 0: an unreachable Redis must not take workers away that are still rendering.
      fallback: {
        failureThreshold: FAILURES_BEFORE_FALLBACK,
        replicas: Math.max(scaling.min, 1),
        behavior: "currentReplicasIfHigher",
      },
      advanced: {
        // restoreToOriginalReplicaCount stays unset, which is false: switching KEDA off leaves the workers
        // as they are until Terraform sets their fixed number. KEDA's operator drops a written `false`
        // when it adds its finalizer, and every plan would put it back.
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: SCALE_OUT_AT_ONCE,
            scaleDown: scaleInOneByOne(scaling.scaleInStabilizationSeconds),
          },
        },
        // Without a formula the HPA takes the largest trigger, not the sum.
        scalingModifiers: {
          formula: depth.formula,
          // An integer: with any other number KEDA silently ignores the fallback.
          target: String(scaling.jobsPerReplica),
          metricType: "AverageValue",
        },
      },
      triggers: depth.triggers.map((trigger) => redisTrigger(trigger, props.redisAddress)),
    },
  });
}

function redisTrigger({ name, key }: QueueTrigger, address: string) {
  return {
    type: "redis",
    name,
    metadata: {
      address,
      listName: key,
      // Ignored beside a formula, but the scaler insists on a number; 1 says "one per job".
      listLength: "1",
    },
  };
}
