import { type NodeRequirement, unmetTerms } from "../../environments/nodes/node-affinity";
import type { Labels } from "./object";

/** A label selector; one without any requirement selects everything. */
export interface LabelSelector {
  readonly matchLabels: Labels;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`. */
  readonly matchExpressions: readonly NodeRequirement[];
}

/**
 * Whether a selector selects what has these labels.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  const requirements = [
    ...Object.entries(matchLabels).map(([key, value]) => ({
      key,
      operator: "In",
      values: [value],
    })),
    ...matchExpressions,
  ];
  if (requirements.length === 0) return true;
  return unmetTerms([{ matchExpressions: requirements }], labels, {}) === undefined;
}
