import type { Container, Inventory, LimitRange, Workload } from "../../inventory/model";
import { indexOf } from "../../inventory/inventory-index";
import type { Finding } from "../engine/rule";
import { refusal } from "./refusal";

/** Names with a domain that is not Kubernetes' own, and huge pages. */
const EXTENDED = /^(?!.*kubernetes\.io\/)(?!requests\.)[^/]+\/|^hugepages-/;

/**
 * GPUs and whatever else a device plugin offers are not shared: a request needs
 * a limit of the same amount.
 *
 * Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#consuming-extended-resources
 */
export function extendedResources(inventory: Inventory): readonly Finding[] {
  const { limitRanges } = indexOf(inventory);
  return inventory.workloads
    .filter(({ place }) => place.kind !== "cluster")
    .flatMap((workload) =>
      workload.pod.containers.flatMap((container) =>
        unequal(workload, container, limitRanges.in(workload.namespace)),
      ),
    );
}

function unequal(
  workload: Workload,
  { name, requests, limits }: Container,
  ranges: readonly LimitRange[],
): readonly Finding[] {
  return Object.entries(requests)
    .filter(([resource]) => EXTENDED.test(resource))
    .flatMap(([resource, request]) => {
      const byDefault = ranges.some((range) =>
        range.limits.some((limit) => limit.default[resource] !== undefined),
      );
      const limit = limits[resource];
      if (byDefault || request === limit || `${request}${limit}`.includes("${")) return [];
      return [
        refusal(
          workload,
          "error",
          limit === undefined
            ? `container ${name} requests ${resource} ${request} and has no limit of it: the API server refuses the pods (limit must be set for non overcommitable resources)`
            : `container ${name} requests ${resource} ${request} and has a limit of ${limit}: the API server refuses the pods, the two must be equal`,
          `resources.limits: { ${resource}: ${JSON.stringify(request)} } on container ${name}`,
        ),
      ];
    });
}
