import type { UnmetRequirement } from "./node-affinity";
import { MIB } from "./node-resources";
import type { Refusal } from "./placement";

/** A refusal in words, without the names of node and pod. */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case "node-selector":
      return `node selector ${refusal.key}=${refusal.wanted}: ${found(refusal.found)}`;
    case "node-affinity":
      return `node affinity: ${refusal.terms.map(describeTerm).join("; or ") || "has no term"}`;
    case "taint": {
      const { key, value, effect } = refusal.taint;
      return `taint ${key}${value === "" ? "" : `=${value}`}:${effect} is not tolerated`;
    }
    case "resource": {
      const { resource, requested, available } = refusal;
      return `${resource}: requested ${describeAmount(resource, requested, Math.ceil)}, available ${describeAmount(resource, available, Math.floor)}`;
    }
    default:
      return refusal satisfies never;
  }
}

function describeTerm(unmet: readonly UnmetRequirement[]): string {
  if (unmet.length === 0) return "an empty term matches no node";
  return unmet
    .map((requirement) => {
      const { key, operator, values = [] } = requirement;
      return `${[key, operator, ...values].join(" ")} (${found(requirement.found)})`;
    })
    .join(" and ");
}

function found(value: string | undefined): string {
  return value === undefined ? "the node has no such label" : `the node has "${value}"`;
}

/**
 * As Kubernetes writes it, CPU in millicores and bytes in whole Mi.
 *
 * @param round so that what is too little looks too little
 */
export function describeAmount(
  resource: string,
  value: number,
  round: (value: number) => number,
): string {
  if (resource === "cpu") return `${round(value)}m`;
  return /^(memory|ephemeral-storage|hugepages-.*)$/.test(resource)
    ? `${round(value / MIB)}Mi`
    : String(value);
}
