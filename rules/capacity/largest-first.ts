import type { PodDemand } from "./situation";

/** By what they ask for together; what the cluster and charts bring comes last. */
export function largestFirst(
  demands: readonly PodDemand[],
  resources: readonly string[],
): readonly PodDemand[] {
  const [resource = "cpu"] = resources;
  const asked = ({ resources: { requests }, count }: PodDemand) =>
    (resource === "pods" ? 1 : (requests[resource] ?? 0)) * Math.max(1, count);
  return [...demands].sort(
    (left, right) =>
      Number(left.origin !== "workload") - Number(right.origin !== "workload") ||
      asked(right) - asked(left) ||
      (left.name < right.name ? -1 : 1),
  );
}
