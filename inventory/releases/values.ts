import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { kubectlTags } from "../yaml-scalars";
import { InventoryError, isObject, type JsonObject, parsedJson } from "../json";

/** A value that is set by its path, as `helm --set` does. */
const setting = z.lazy(() =>
  z.object({
    name: z.string(),
    value: z.unknown().optional(),
    type: z.string().nullish(),
  }),
);
const settings = z.lazy(() =>
  z
    .array(setting)
    .nullish()
    .catch([])
    .transform((list) => list ?? []),
);

/** The arguments of a helm_release that set values one by one, in the order that the provider takes them. */
const schema = z.lazy(() =>
  z.object({
    set: settings,
    set_list: settings,
    set_sensitive: settings,
    set_wo: settings,
  }),
);

/** Name and repository of a chart, which may be a name, a folder, an address or `<name>-<version>.tgz`. */
export function chartOf(chart: string, repository: string | undefined) {
  return {
    chart: path.posix.basename(chart).replace(/-v?\d+\.\d+\.\d+[^/]*\.tgz$/, ""),
    // What a registry gives without a version is its newest.
    repository: repository ?? (chart.startsWith("oci://") ? path.posix.dirname(chart) : undefined),
  };
}

/**
 * A document of values.
 *
 * @throws InventoryError when it is no YAML mapping
 */
export function parseValues(document: string, where: string): JsonObject {
  let values: unknown;
  try {
    values =
      parsedJson(document) ??
      parse(document, { merge: true, logLevel: "error", customTags: kubectlTags });
  } catch (error) {
    // The lines after the first quote the document, with whatever secrets are in it.
    const [reason] = String(error).split("\n");
    throw new InventoryError(where, `values are not YAML: ${reason}`);
  }
  if (values === null || values === undefined) return {};
  if (isObject(values)) return values;
  throw new InventoryError(where, "values are not a mapping that can be read before the apply");
}

/** Values with those over them that a helm_release sets by their paths. */
export function withSettings(values: JsonObject, block: JsonObject): JsonObject {
  const { success, data } = schema.safeParse(block);
  if (!success) return values;
  const { set, set_list: lists, set_sensitive: sensitive, set_wo: writeOnly } = data;
  return [...set, ...lists, ...sensitive, ...writeOnly].reduce(
    (known, { name, value, type }) => setAt(known, name, typed(value, type ?? "")),
    values,
  );
}

/**
 * Values with one more at a path: `a.b`, `a\.b` for a key with a dot, `a[0]`.
 * https://github.com/helm/helm/blob/v3.18.0/pkg/strvals/parser.go
 */
export function setAt(values: JsonObject, path: string, value: unknown): JsonObject {
  const segments = segmentsOf(path);
  const changed = segments.length === 0 ? values : put(values, segments, value);
  return isObject(changed) ? changed : values;
}

function segmentsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|((?:\\.|[^.[\]\\])+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? "").replace(/\\(.)/g, "$1") : Number(index),
  );
}

/** Longer lists than a person writes are none: an index must not fill the memory. */
const LONGEST_LIST = 1_000;

function put(
  at: unknown,
  [segment, ...rest]: readonly (string | number)[],
  value: unknown,
): unknown {
  if (segment === undefined) return value;
  if (typeof segment === "number") {
    const list: readonly unknown[] = Array.isArray(at) ? at : [];
    if (segment > LONGEST_LIST) return list;
    const length = Math.max(list.length, segment + 1);
    return Array.from({ length }, (_, index) =>
      index === segment ? put(list[index], rest, value) : list[index],
    );
  }
  const before = isObject(at) ? at : {};
  return Object.fromEntries([
    ...Object.entries(before),
    [segment, put(Object.hasOwn(before, segment) ? before[segment] : undefined, rest, value)],
  ]);
}

/** What Helm makes of a text: `--set` guesses, `--set-string` does not. */
function typed(value: unknown, type: string): unknown {
  if (typeof value !== "string" || type === "string" || type === "literal") return value;
  const list = /^\{(.*)\}$/s.exec(value)?.[1];
  if (list !== undefined) return list === "" ? [] : list.split(",").map((item) => guessed(item));
  return guessed(value);
}

function guessed(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  return /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}
