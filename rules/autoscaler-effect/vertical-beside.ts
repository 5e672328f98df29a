import { groupBy } from "../../inventory/group-by";
import { targetOf } from "../../inventory/inventory-index";
import { describe, type Inventory } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { idleAutoscaler } from "./idle-autoscaler";

/**
 * One makes the pods more, the other makes their requests larger, each from the
 * same use: they undo each other.
 *
 * Source: https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md
 */
export function verticalBeside({
  verticalAutoscalers,
  autoscalers,
}: Inventory): readonly Finding[] {
  const byTarget = groupBy(autoscalers, (autoscaler) => describe(targetOf(autoscaler)));
  return verticalAutoscalers
    .filter(({ updateMode }) => updateMode !== "Off")
    .flatMap((vertical) => {
      const { namespace, target, resources } = vertical;
      const beside = byTarget.get(describe({ ...target, namespace })) ?? [];
      return beside.flatMap((autoscaler) => {
        const shared = autoscaler.resourceMetrics
          .filter((metric) => metric.target === "Utilization")
          .map(({ resource }) => resource)
          .filter((resource) => resources.includes(resource));
        if (shared.length === 0) return [];
        return [
          idleAutoscaler(
            vertical,
            "warning",
            `sets the ${shared.join(" and ")} requests of ${describe({ ...target, namespace })}, and ${describe(autoscaler)} counts its pods by their share: the two undo each other`,
            `updatePolicy: { updateMode: "Off" }, or controlledResources without ${shared.join(" and ")} in this VerticalPodAutoscaler, or another metric in ${describe(autoscaler)}`,
          ),
        ];
      });
    });
}
