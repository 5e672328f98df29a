import type { Autoscaler, Inventory, Workload } from "./model";

/** Whether an autoscaler scales a workload. */
export function scales(autoscaler: Autoscaler, workload: Workload): boolean {
  return (
    autoscaler.namespace === workload.namespace &&
    autoscaler.target.kind === workload.kind &&
    autoscaler.target.name === workload.name
  );
}

/**
 * Most pods that a workload has at once: its autoscaler's maximum, else its
 * own replicas, else 1, Kubernetes' default. A DaemonSet, and a maximum known
 * only after the apply, count as any number.
 */
export function mostReplicas(workload: Workload, inventory: Inventory): number {
  if (workload.kind === "DaemonSet") return Infinity;
  const maxima = inventory.autoscalers
    .filter((autoscaler) => scales(autoscaler, workload))
    .map((autoscaler) => autoscaler.max ?? Infinity);
  return Math.max(...(maxima.length > 0 ? maxima : [workload.replicas ?? 1]));
}
