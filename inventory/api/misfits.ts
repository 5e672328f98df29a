import { fieldPath } from "../field-path";
import { isObject } from "../json";
import { API, type FieldType } from "./schemas";

/** A field that is not as the API's schema has it. */
export interface FieldMisfit {
  /** E.g. `spec.triggers[0].metadata.listLength`. */
  readonly path: string;
  /** What must stand there; undefined: the schema has no such field. */
  readonly wanted: string | undefined;
  readonly value: unknown;
  /** Fields that the schema has there, for what it has not. */
  readonly known: readonly string[];
}

/** Something that Terraform, Helm or a script fills in. */
const TEMPLATE = /\$[{(]|\{\{|^\$\w+$|^<.*>$/;

/** `host: {.dns}`: to YAML a mapping of one key, to who fills it in a gap. */
function isGap(value: unknown): boolean {
  if (!isObject(value)) return false;
  const members = Object.entries(value);
  return members.length === 1 && members[0]?.[1] === null;
}

/** A field of the object; undefined: the object itself. Its text is made for a misfit only: nearly every field fits. */
type Path = { readonly above: Path; readonly key: string | number } | undefined;

function written(path: Path): string {
  return path === undefined ? "" : fieldPath(written(path.above), path.key);
}

/** Where an object of a type differs from its schema. Members that are null are left out, as the API server does. */
export function misfitsOf(object: unknown, type: string): readonly FieldMisfit[] {
  const found: FieldMisfit[] = [];
  visit(object, `#${type}`, undefined);
  return found;

  function visit(value: unknown, wanted: FieldType, path: Path): void {
    if (value === null || value === undefined || wanted === "any") return;
    if (typeof value === "string" && TEMPLATE.test(value)) return;
    if (wanted.startsWith("#")) return members(value, wanted.slice(1), path);
    if (wanted.startsWith("[]")) {
      if (!Array.isArray(value)) return differs(value, "a list", path);
      return value.forEach((item: unknown, index) =>
        visit(item, wanted.slice(2), { above: path, key: index }),
      );
    }
    if (wanted.startsWith("{}")) {
      if (!isObject(value)) return differs(value, "a mapping", path);
      return Object.entries(value).forEach(([key, item]) =>
        visit(item, wanted.slice(2), { above: path, key }),
      );
    }
    if (isGap(value)) return;
    const words = scalarText(wanted, value);
    if (words !== undefined) differs(value, words, path);
  }

  function members(value: unknown, type: string, path: Path): void {
    const fields = API.types[type];
    if (fields === undefined) return;
    if (!isObject(value)) return differs(value, "a mapping", path);
    for (const key of Object.keys(value)) {
      const item = value[key];
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      const at = { above: path, key };
      if (field !== undefined) visit(item, field, at);
      // Directives of strategic merges, and what SOPS writes beside an encrypted object.
      else if (!key.startsWith("$") && !(path === undefined && key === "sops")) {
        found.push({
          path: written(at),
          wanted: undefined,
          value: item,
          known: Object.keys(fields),
        });
      }
    }
  }

  function differs(value: unknown, wanted: string, path: Path): void {
    found.push({ path: written(path), wanted, value, known: [] });
  }
}

/** What a scalar must be, where it is not. */
function scalarText(wanted: FieldType, value: unknown): string | undefined {
  if (wanted.startsWith("=")) {
    const words = wanted.slice(1).split("|");
    return typeof value === "string" && words.includes(value) ? undefined : words.join(" or ");
  }
  const fits =
    typeof value === "string"
      ? ["string", "quantity", "int-or-string"].includes(wanted)
      : typeof value === "number"
        ? wanted === "number" ||
          wanted === "quantity" ||
          (wanted !== "string" && wanted !== "boolean" && Number.isInteger(value))
        : typeof value === "boolean" && wanted === "boolean";
  return fits ? undefined : NAMES[wanted];
}

const NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  quantity: "a quantity",
  "int-or-string": "a whole number or a string",
};
