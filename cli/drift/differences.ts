import { isObject } from "../../inventory/json";
import { amountOf } from "../../environments/quantity";

/** One field that the code says and the cluster has otherwise. */
export interface FieldDifference {
  /** Members and names or places of items, e.g. `spec.template.spec.containers.keda-operator.image`. */
  readonly path: string;
  /** Undefined: the code has no such item. */
  readonly code: unknown;
  /** Undefined: there is none. */
  readonly live: unknown;
}

/**
 * What the code says and the cluster has otherwise. Members that only the
 * cluster has are not looked at, since the API server and controllers fill them
 * in; items of a list that the code has as well are.
 */
export function differences(code: unknown, live: unknown, path = ""): readonly FieldDifference[] {
  if (isExpression(code)) return [];
  if (isEmpty(code) && isEmpty(live)) return [];
  if (code === undefined || code === null) return [];
  if (Array.isArray(code)) {
    return isObject(live) || (live !== undefined && !Array.isArray(live))
      ? [{ path, code, live }]
      : listDifferences(code, Array.isArray(live) ? live : [], path);
  }
  if (isObject(code)) {
    if (live === undefined || live === null) return [{ path, code, live: undefined }];
    return Object.entries(code).flatMap(([key, value]) =>
      differences(
        value,
        isObject(live) ? live[key] : undefined,
        path === "" ? key : `${path}.${key}`,
      ),
    );
  }
  return isSame(code, live, path) ? [] : [{ path, code, live }];
}

function listDifferences(
  code: readonly unknown[],
  live: readonly unknown[],
  path: string,
): readonly FieldDifference[] {
  if (code.some(isExpression)) return [];
  if (!code.every(isObject)) {
    const [said, found] = [ordered(code, path), ordered(live, path)];
    const same =
      said.length === found.length && said.every((item, index) => isSame(item, found[index], path));
    return same ? [] : [{ path, code, live }];
  }
  const names = code.map(nameOf);
  if (names.some((name) => name === undefined) || new Set(names).size < names.length) {
    return code.length === live.length
      ? code.flatMap((item, index) => differences(item, live[index], `${path}.${index}`))
      : [{ path, code, live }];
  }
  return [
    ...code.flatMap((item, index) => {
      const name = names[index];
      return differences(
        item,
        live.find((other) => nameOf(other) === name),
        `${path}.${name ?? ""}`,
      );
    }),
    ...live
      .filter((item) => !names.includes(nameOf(item)))
      .map((item) => ({ path: `${path}.${nameOf(item) ?? "?"}`, code: undefined, live: item })),
  ];
}

/** Only words of a command have an order; providers sort what they take for a set. */
function ordered(list: readonly unknown[], path: string): readonly unknown[] {
  return /(^|\.)(command|args)$/.test(path) ? list : list.map(String).toSorted();
}

function nameOf(item: unknown): string | undefined {
  return isObject(item) && typeof item.name === "string" ? item.name : undefined;
}

/** A value that only the apply knows. */
function isExpression(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

/** The API server leaves out what is empty, false or zero. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) {
    return true;
  }
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}

/** Numbers may be text, and quantities be written in other words: 1000m is 1. */
function isSame(code: unknown, live: unknown, path: string): boolean {
  if (isObject(code) || isObject(live)) return JSON.stringify(code) === JSON.stringify(live);
  const [said, found] = [String(code), String(live)];
  if (said === found) return true;
  if (
    !/\.(requests|limits|hard|capacity|default|defaultRequest|min|max)\.[\w./-]+$|storage|[sS]izeLimit$/.test(
      path,
    )
  ) {
    return false;
  }
  const resource = path.split(".").at(-1) ?? "";
  const amount = amountOf(resource, said);
  return !Number.isNaN(amount) && amount === amountOf(resource, found);
}
