/**
 * Out: at once. Every 15 s (the HPA's own period) the replicas may double, or
 * grow by four, whichever is more; a queue's p95 wait below 30 s leaves no time
 * to hesitate.
 */
export const SCALE_OUT_AT_ONCE = {
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max" as const,
  policies: [
    { type: "Percent", value: 100, periodSeconds: 15 },
    { type: "Pods", value: 4, periodSeconds: 15 },
  ],
};

/**
 * In: one replica a minute, and only when fewer were wanted for a while. Which
 * pod goes is the ReplicaSet's choice, and it may be one with a job: it finishes
 * that job before it exits, so removing many at once only makes a queue that
 * fills again wait for new pods.
 */
export function scaleInOneByOne(stabilizationWindowSeconds: number) {
  return {
    stabilizationWindowSeconds,
    selectPolicy: "Max" as const,
    policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
  };
}
