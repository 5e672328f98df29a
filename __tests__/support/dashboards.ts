import type { QueueDashboardProps } from "../../modules/dashboards/queue-dashboard";

/** One worker of each kind, one of them with the other's name at its beginning. */
export const SHOWN: QueueDashboardProps = {
  application: "montage-ai",
  namespace: "montage-ai",
  deletionCostKeeper: "deletion-cost",
  workers: [
    {
      application: "montage-ai",
      queue: "rq",
      name: "worker",
      queues: ["default"],
      scaler: { kind: "ScaledObject", name: "montage-ai-worker-scaledobject" },
      min: 3,
      max: 24,
    },
    {
      application: "montage-ai",
      queue: "rq",
      name: "worker-long",
      queues: ["long"],
      scaler: { kind: "ScaledJob", name: "montage-ai-worker-long" },
      min: 0,
      max: 2,
    },
  ],
  web: { replicas: { min: 2, max: 10 }, cpuUtilization: 70 },
  nodes: { inPools: true, autoscaler: true },
};
