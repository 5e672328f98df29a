/** One requirement of a node selector term, as in a pod spec. */
export interface NodeRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`; any other is met by no node. */
  readonly operator: string;
  /** @default none */
  readonly values?: readonly string[];
}

/** A requirement that we make ourselves, with an operator that Kubernetes has. */
export interface OwnRequirement extends NodeRequirement {
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
}

/** Requirements that a node must meet all; a term without any is met by no node. */
export interface NodeSelectorTerm {
  /** About labels. @default none */
  readonly matchExpressions?: readonly NodeRequirement[];
  /** About fields; Kubernetes knows `metadata.name`. @default none */
  readonly matchFields?: readonly NodeRequirement[];
}

/** A requirement that a node does not meet. */
export interface UnmetRequirement extends NodeRequirement {
  /** The node's value; undefined if it has none. */
  readonly found: string | undefined;
}

/** Labels, or fields, by key. */
type Values = Readonly<Record<string, string>>;

/**
 * What keeps a node from matching any of the terms: for each of them the unmet
 * requirements, none if the term itself is empty. Undefined if one term matches.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeSelector
 */
export function unmetTerms(
  terms: readonly NodeSelectorTerm[],
  labels: Values,
  fields: Values,
): readonly (readonly UnmetRequirement[])[] | undefined {
  const verdicts = terms.map(({ matchExpressions = [], matchFields = [] }) => ({
    empty: matchExpressions.length + matchFields.length === 0,
    unmet: [...unmetBy(labels, matchExpressions), ...unmetBy(fields, matchFields)],
  }));
  return verdicts.some(({ empty, unmet }) => !empty && unmet.length === 0)
    ? undefined
    : verdicts.map(({ unmet }) => unmet);
}

function unmetBy(
  values: Values,
  requirements: readonly NodeRequirement[],
): readonly UnmetRequirement[] {
  return requirements
    .map((requirement) => ({ ...requirement, found: values[requirement.key] }))
    .filter(({ found, ...requirement }) => !meets(found, requirement));
}

function meets(found: string | undefined, { operator, values = [] }: NodeRequirement): boolean {
  switch (operator) {
    case "In":
      return found !== undefined && values.includes(found);
    case "NotIn":
      // A node without the label is not in the list either.
      return found === undefined || !values.includes(found);
    case "Exists":
      return found !== undefined;
    case "DoesNotExist":
      return found === undefined;
    case "Gt":
      return compare(found, values, (node, limit) => node > limit);
    case "Lt":
      return compare(found, values, (node, limit) => node < limit);
    default:
      return false;
  }
}

/** Whole numbers only, and one limit: anything else is no match. */
function compare(
  found: string | undefined,
  values: readonly string[],
  holds: (node: number, limit: number) => boolean,
): boolean {
  const [limit, ...more] = values;
  if (found === undefined || limit === undefined || more.length > 0) return false;
  const integer = /^[+-]?\d+$/;
  return integer.test(found) && integer.test(limit) && holds(Number(found), Number(limit));
}
