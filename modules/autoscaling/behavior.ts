/**
 * Out, for a queue: to all that are wanted, at the HPA's first look. Each step
 * in between would cost the waiting jobs another 15 s (its period) and the start
 * of a pod, and the formula has counted already what there is to do.
 *
 * @param max replicas at most
 * @param tolerance share of the present replicas that is not worth a change; undefined: the cluster's
 */
export function scaleOutAtOnce(max: number, tolerance?: number) {
  return {
    stabilizationWindowSeconds: 0,
    selectPolicy: "Max" as const,
    policies: [{ type: "Pods", value: max, periodSeconds: 15 }],
    ...(tolerance === undefined ? {} : { tolerance: thousandths(tolerance) }),
  };
}

/**
 * A ratio as a quantity, at least one thousandth: fewer than a thousand replicas do not tell it from
 * zero. A whole number such as "0" would be sent as a number by the Terraform provider, which KEDA's
 * operator writes back as a string when it adds its finalizer: the field is the operator's then, and the
 * next change of the ScaledObject fails with a conflict of field managers (seen with provider 2.38.0, KEDA 2.20.2).
 */
function thousandths(ratio: number): string {
  return `${Math.max(1, Math.round(1000 * ratio))}m`;
}

/**
 * Out, for CPU load: every 15 s (the HPA's own period) the replicas may double,
 * or grow by four, whichever is more. New ones burn CPU while they start, and
 * more at a time would chase that.
 */
export const SCALE_OUT_QUICKLY = {
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max" as const,
  policies: [
    { type: "Percent", value: 100, periodSeconds: 15 },
    { type: "Pods", value: 4, periodSeconds: 15 },
  ],
};

/**
 * In: one replica a minute, and only when fewer were wanted for a while. Which
 * pod goes is the ReplicaSet's choice: an idle one, as long as there is one and
 * its deletion cost is kept. One with a job finishes it before it exits, so
 * removing many at once only makes a queue that fills again wait for new pods.
 *
 * A policy limits the net change of its period: replicas that came within the
 * last minute may all go again, which a window of 60 s or more rules out.
 * https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/controller/podautoscaler/horizontal.go (calculateScaleDownLimitWithBehaviors)
 */
export function scaleInOneByOne(stabilizationWindowSeconds: number) {
  return {
    stabilizationWindowSeconds,
    selectPolicy: "Max" as const,
    policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
  };
}
