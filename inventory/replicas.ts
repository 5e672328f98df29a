import { indexOf } from "./inventory-index";
import type { Inventory, Workload } from "./model";

/**
 * Most pods that a workload has at once: its autoscaler's maximum, else its
 * own replicas, else 1, Kubernetes' default. A DaemonSet, and a maximum known
 * only after the apply, count as any number.
 */
export function mostReplicas(workload: Workload, inventory: Inventory): number {
  if (workload.kind === "DaemonSet") return Infinity;
  const maxima = indexOf(inventory)
    .autoscalersOf(workload)
    .map(({ max }) => max ?? Infinity);
  return Math.max(...(maxima.length > 0 ? maxima : [workload.replicas ?? 1]));
}
