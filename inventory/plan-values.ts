import { isObject } from "./json";

/** Stands for a value, as an expression does in a synthesized stack. */
const SENSITIVE = "${sensitive}";
const UNKNOWN = "${known after apply}";

/**
 * Values with an expression for each that the apply tells, where the
 * configuration has one; what it leaves to provider or cluster stays out.
 *
 * @param unknown `after_unknown` of the plan
 * @param expression Of the configuration, at the same path
 */
export function fillUnknown(value: unknown, unknown: unknown, expression: unknown): unknown {
  if (unknown === true) return expression === undefined ? value : UNKNOWN;
  if (Array.isArray(unknown)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const filled = unknown.map((each: unknown, index) =>
      fillUnknown(items[index], each, memberOf(expression, index)),
    );
    return Array.isArray(value) || filled.length > 0 ? filled : value;
  }
  if (!isObject(unknown)) return value;
  const before = isObject(value) ? value : {};
  const filled = Object.entries(unknown)
    .map(([key, each]) => [key, fillUnknown(before[key], each, memberOf(expression, key))] as const)
    .filter(([, each]) => each !== undefined);
  return { ...before, ...Object.fromEntries(filled) };
}

/**
 * Values with an expression for each that is marked as sensitive, unless the
 * configuration has it in plain words.
 *
 * @param mark `sensitive_values` of the plan
 */
export function hide(value: unknown, mark: unknown, expression: unknown): unknown {
  if (mark === true && isConstant(expression)) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      hide(item, memberOfMark(mark, index), memberOf(expression, index)),
    );
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        hide(item, memberOfMark(mark, key), memberOf(expression, key)),
      ]),
    );
  }
  return mark === true && value !== null ? SENSITIVE : value;
}

/**
 * A typed workload without the replicas that its configuration leaves open:
 * the provider then repeats what it found in the cluster.
 */
export function withoutFoundReplicas(block: unknown, expression: unknown): unknown {
  const configured = memberOf(memberOf(memberOf(expression, "spec"), 0), "replicas");
  if (configured !== undefined || !isObject(block) || !Array.isArray(block.spec)) return block;
  const specs: readonly unknown[] = block.spec;
  return {
    ...block,
    spec: specs.map((spec) => (isObject(spec) ? { ...spec, replicas: undefined } : spec)),
  };
}

function memberOfMark(mark: unknown, key: string | number): unknown {
  return mark === true ? true : memberOf(mark, key);
}

/** An expression is not taken apart: it is that of all members. */
function memberOf(tree: unknown, key: string | number): unknown {
  if (isObject(tree)) return isExpression(tree) ? tree : tree[key];
  return Array.isArray(tree) ? tree[Number(key)] : undefined;
}

function isExpression(tree: object): boolean {
  return "references" in tree || "constant_value" in tree;
}

function isConstant(expression: unknown): boolean {
  return isObject(expression) && "constant_value" in expression;
}
