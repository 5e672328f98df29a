import { describe } from "../../../inventory/model";
import type { Diagnosis, Examination } from "../examination";

/**
 * What a finding stands on though its object does not: room is counted on all
 * nodes and in the whole quota, and a node that is closed is a consequence of what
 * closes all of them.
 */
export function standsOnBeside(
  { id, object }: Diagnosis,
  { live }: Examination,
): readonly string[] {
  const taints = live.nodes.flatMap(({ shape }) =>
    shape.taints.map(
      ({ key, value, effect }) => `Taint ${key}${value ? `=${value}` : ""}:${effect}`,
    ),
  );
  switch (id) {
    case "rule-capacity": {
      const [, namespace] = /^ResourceQuota ([^/]+)\//.exec(object) ?? [];
      return namespace === undefined
        ? [...live.nodes.map(describe), ...new Set(taints)]
        : live.controllers.filter((each) => each.namespace === namespace).map(describe);
    }
    case "node-cordoned":
      return taints.filter((taint) => taint.startsWith("Taint node.kubernetes.io/unschedulable"));
    default:
      return [];
  }
}
