import { parse } from "yaml";
import { isObject, type JsonObject } from "./json";
import { kubectlTags } from "./yaml-scalars";

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
 * A resource with its write-only arguments, which a plan has nowhere but in the
 * configuration, where that has them in plain words: `data_wo`, `set_wo`.
 */
export function withWriteOnly(block: JsonObject, expressions: unknown): JsonObject {
  if (!isObject(expressions)) return block;
  const written = Object.entries(expressions).flatMap(([key, expression]) =>
    (block[key] ?? null) === null && isConstant(expression)
      ? [[key, expression.constant_value] as const]
      : [],
  );
  return { ...block, ...Object.fromEntries(written) };
}

/**
 * Values with an expression for each that is marked as sensitive, so that no
 * finding can say it. A document of Helm values keeps its structure.
 *
 * @param mark `sensitive_values` of the plan
 */
export function hide(value: unknown, mark: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => hide(item, memberOfMark(mark, index)));
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, hide(item, memberOfMark(mark, key))]),
    );
  }
  return mark === true && value !== null ? SENSITIVE : value;
}

/** The same for a release: switches in its values stay, since they decide what the chart makes. */
export function hideValues(documents: unknown, mark: unknown): unknown {
  if (!Array.isArray(documents)) return hide(documents, mark);
  return documents.map((document: unknown, index) =>
    memberOfMark(mark, index) === true && typeof document === "string"
      ? JSON.stringify(withoutTexts(mappingIn(document)))
      : hide(document, memberOfMark(mark, index)),
  );
}

/** The same for a manifest: what names the object is no secret, although the mark of one value may be on all. */
export function hideManifest(manifest: unknown, mark: unknown): unknown {
  const hidden = hide(manifest, mark);
  if (!isObject(manifest) || !isObject(hidden)) return hidden;
  const { apiVersion, kind } = manifest;
  const metadata = isObject(manifest.metadata) ? manifest.metadata : {};
  const { name, namespace } = metadata;
  const rest = isObject(hidden.metadata) ? hidden.metadata : {};
  return {
    ...hidden,
    ...defined({ apiVersion, kind }),
    metadata: { ...rest, ...defined({ name, namespace }) },
  };
}

function defined(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Not a mapping: the reader of the release says so, without the text. */
function mappingIn(document: string): unknown {
  try {
    return parse(document, { logLevel: "error", customTags: kubectlTags }) ?? {};
  } catch {
    return undefined;
  }
}

function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, withoutTexts(item)]),
    );
  }
  return value === null || typeof value === "boolean" ? value : SENSITIVE;
}

function memberOfMark(mark: unknown, key: string | number): unknown {
  return mark === true ? true : memberOf(mark, key);
}

/** An expression is not taken apart: it is that of all members. */
export function memberOf(tree: unknown, key: string | number): unknown {
  if (isObject(tree)) return isExpression(tree) ? tree : tree[key];
  return Array.isArray(tree) ? tree[Number(key)] : undefined;
}

function isExpression(tree: object): boolean {
  return "references" in tree || "constant_value" in tree;
}

/** Whether an expression of the configuration is a value in plain words. */
export function isConstant(
  expression: unknown,
): expression is { readonly constant_value: unknown } {
  return isObject(expression) && "constant_value" in expression;
}
