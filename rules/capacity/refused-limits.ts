import { type Finding, findingAt } from "../engine/rule";
import type { EffectiveContainer } from "./pod-resources";
import { quantityText } from "./quantity-text";
import type { Situation } from "./situation";

/**
 * Pods that the API server refuses: a container asks for more than its limit.
 * Mostly the limit is a LimitRange's default, and the container names none.
 *
 * Source: https://kubernetes.io/docs/concepts/policy/limit-range/#resource-limits-and-requests
 */
export function refusedLimits(rule: string, { demands }: Situation): readonly Finding[] {
  return demands
    .filter(({ origin }) => origin === "workload")
    .flatMap(({ owner, namespace, containers }) =>
      containers.flatMap((container) =>
        belowRequest(container).map(({ resource, limit, request }) => {
          const [has, wants] = [quantityText(resource, limit), quantityText(resource, request)];
          const named = container.limits[resource] !== undefined;
          return findingAt(owner, {
            rule,
            severity: "error",
            message: `container ${container.name} asks for ${resource} ${wants}, and its limit is ${has}${named ? "" : `, by default in namespace ${namespace}`}: the API server refuses the pods`,
            fix: `set limits.${resource} of container ${container.name} to at least "${wants}", or requests.${resource} to at most "${has}"${millicores(resource, request)}`,
          });
        }),
      ),
    );
}

/** Whole CPUs that no node has are mostly thousandths without their unit. */
const MOST_CPUS = 32;

function millicores(resource: string, request: number): string {
  const cpus = request / 1000;
  return resource === "cpu" && cpus >= MOST_CPUS
    ? `; ${cpus} is a number of CPUs, a thousandth of that is "${cpus}m"`
    : "";
}

interface TooLow {
  readonly resource: string;
  readonly limit: number;
  readonly request: number;
}

/** A limit of 0 is one that only the apply knows. */
function belowRequest({ effective: { requests, limits } }: EffectiveContainer): readonly TooLow[] {
  return Object.entries(requests).flatMap(([resource, request]) => {
    const limit = limits[resource] ?? 0;
    return limit > 0 && limit < request ? [{ resource, limit, request }] : [];
  });
}
