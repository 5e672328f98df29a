import type { Loop } from "../../testbed/model/loop";

/** A loop like production's, with one job for each replica and scale-out in steps; tests change what they are about. */
export function aLoop(changes: Partial<Loop> = {}): Loop {
  return {
    library: "rq",
    minReplicas: 3,
    maxReplicas: 24,
    triggers: [
      { name: "queued", counts: "waiting", listLength: 1 },
      { name: "running", counts: "running", listLength: 1 },
    ],
    composite: { formula: "queued + running", target: 1 },
    fallback: { failureThreshold: 3, replicas: 3, behavior: "currentReplicasIfHigher" },
    pollingSeconds: 15,
    cooldownSeconds: 300,
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: "Max",
      policies: [
        { type: "Percent", value: 100, periodSeconds: 15 },
        { type: "Pods", value: 4, periodSeconds: 15 },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: 600,
      selectPolicy: "Max",
      policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
    },
    graceSeconds: 1950,
    rollout: { maxSurge: 1, maxUnavailable: 0 },
    jobTimeoutSeconds: 1800,
    redeliverySeconds: undefined,
    retries: 0,
    deletionCostSeconds: 5,
    nodes: { workersPerNode: 100, min: 1, max: 1 },
    ...changes,
  };
}
