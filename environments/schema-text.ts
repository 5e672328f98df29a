import { z } from "zod";
import { valueAt } from "./value-at";

type Path = readonly PropertyKey[];
type Schema = z.core.$ZodType;

/** Keys that the schema knows at a path, for "did you mean". */
export function knownKeys(schema: Schema, path: Path, data: unknown): readonly string[] {
  const found = schemaAt(schema, path, data);
  if (!(found instanceof z.ZodUnion) || found instanceof z.ZodDiscriminatedUnion) {
    return found === undefined ? [] : ownKeys(found);
  }
  const options: readonly unknown[] = found.options;
  return options.flatMap((option) =>
    option instanceof z.ZodType ? knownKeys(option, [], valueAt(data, path)) : [],
  );
}

/** What the schema says of a path, by what the data chooses in its unions; undefined: nothing. */
export function schemaAt(schema: Schema, path: Path, data: unknown): Schema | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return schemaAt(schema.unwrap(), path, data);
  }
  if (schema instanceof z.ZodDefault) return schemaAt(schema.unwrap(), path, data);
  if (schema instanceof z.ZodPipe) return schemaAt(schema.out, path, data);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const chosen = chosenOption(schema, data);
    // Of no kind yet: the union itself is what is meant.
    if (chosen === undefined) return path.length === 0 ? schema : undefined;
    return schemaAt(chosen, path, data);
  }
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  if (schema instanceof z.ZodUnion) {
    const options: readonly unknown[] = schema.options;
    const found = options.flatMap((option) =>
      option instanceof z.ZodType ? (schemaAt(option, path, data) ?? []) : [],
    );
    return found[0];
  }
  const inner = valueAt(data, [key]);
  const next = memberOf(schema, key);
  return next === undefined ? undefined : schemaAt(next, rest, inner);
}

/** Whether what stands at a path may be left out. */
export function isOptionalAt(schema: Schema, path: Path, data: unknown): boolean {
  const parent = schemaAt(schema, path.slice(0, -1), data);
  const key = path.at(-1);
  return (
    key !== undefined && parent !== undefined && memberOf(parent, key) instanceof z.ZodOptional
  );
}

/** The kinds of a union that have the keys which the data's own kind has not, e.g. `kind "deployment"`; undefined: none has all. */
export function kindsWith(
  schema: Schema,
  path: Path,
  data: unknown,
  keys: readonly string[],
):
  | { readonly discriminator: string; readonly own: string; readonly kinds: readonly string[] }
  | undefined {
  const union = unionAt(schema, path, data);
  if (union === undefined) return undefined;
  const { discriminator } = union.def;
  const own = valueAt(data, [...path, discriminator]);
  const others = union.options.filter(
    (option) =>
      option instanceof z.ZodObject && keys.every((key) => Object.hasOwn(option.shape, key)),
  );
  const kinds = others.flatMap((option) => valuesOf(option, discriminator));
  return typeof own === "string" && kinds.length > 0 ? { discriminator, own, kinds } : undefined;
}

/** A value as people would write it: `a mapping with the keys cpu, memory`. */
export function shapeText(schema: Schema): string {
  const written = z.globalRegistry.get(schema)?.["shape"];
  if (typeof written === "string") return written;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return shapeText(schema.unwrap());
  }
  if (schema instanceof z.ZodDefault) return shapeText(schema.unwrap());
  if (schema instanceof z.ZodPipe) return shapeText(schema.out);
  if (schema instanceof z.ZodObject) return objectText(schema);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const kinds = schema.options.flatMap((option) => valuesOf(option, discriminator));
    return `a mapping, { ${discriminator}: … } with ${[...new Set(kinds)].map(quoted).join(" or ")} and what belongs to it`;
  }
  if (schema instanceof z.ZodUnion) {
    const options: readonly unknown[] = schema.options;
    return options
      .flatMap((option) => (option instanceof z.ZodType ? shapeText(option) : []))
      .join(", or ");
  }
  if (schema instanceof z.ZodRecord) return recordText(schema);
  if (schema instanceof z.ZodArray)
    return `a list, [ … ], each member ${shapeText(schema.element)}`;
  if (schema instanceof z.ZodEnum) return schema.options.map(String).map(quoted).join(" or ");
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(quoted).join(" or ");
  if (schema instanceof z.ZodBoolean) return "true or false";
  if (schema instanceof z.ZodNumber) return "a number";
  return schema instanceof z.ZodString ? 'a text in quotes, "…"' : "what environments/schema/ says";
}

/** What stands there, for `must be a mapping, and is …`. */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return "not set";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

function objectText(schema: z.ZodObject): string {
  const entries = Object.entries(schema.shape);
  const isOptional = (value: Schema) => value instanceof z.ZodOptional;
  const needed = entries.filter(([, value]) => !isOptional(value)).map(([key]) => key);
  const others = entries.filter(([, value]) => isOptional(value)).map(([key]) => key);
  const may = others.length === 0 ? "" : ` (and where needed ${others.join(", ")})`;
  return needed.length === 0
    ? `a mapping, { … }, with any of the keys ${others.join(", ")}`
    : `a mapping, { … }, with the keys ${needed.join(", ")}${may}`;
}

function recordText({ keyType, valueType }: z.ZodRecord): string {
  return keyType instanceof z.ZodEnum
    ? `a mapping, { … }, with keys of ${keyType.options.map(String).join(", ")}`
    : `a mapping, { NAME: … }, each value ${shapeText(valueType)}`;
}

function memberOf(schema: Schema, key: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

function unionAt(schema: Schema, path: Path, data: unknown): z.ZodDiscriminatedUnion | undefined {
  const [key, ...rest] = path;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return unionAt(schema.unwrap(), path, data);
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    if (key === undefined) return schema;
    const chosen = chosenOption(schema, data);
    return chosen && unionAt(chosen, path, data);
  }
  const next = key === undefined ? undefined : memberOf(schema, key);
  return next && key !== undefined ? unionAt(next, rest, valueAt(data, [key])) : undefined;
}

function ownKeys(schema: Schema): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum
    ? schema.keyType.options.map(String)
    : [];
}

function chosenOption(schema: z.ZodDiscriminatedUnion, data: unknown): Schema | undefined {
  return schema.options.find((option) => isChosen(option, schema.def.discriminator, data));
}

/** Whether data is meant as this option of a union, which may be a union itself. */
function isChosen(option: Schema, discriminator: string, data: unknown): boolean {
  if (option instanceof z.ZodDiscriminatedUnion) {
    return option.options.some((one) => isChosen(one, discriminator, data));
  }
  return (
    option instanceof z.ZodObject &&
    z.safeParse(option.shape[discriminator], valueAt(data, [discriminator])).success
  );
}

/** The texts that a kind may be. */
function valuesOf(option: Schema, discriminator: string): readonly string[] {
  if (option instanceof z.ZodDiscriminatedUnion) {
    return option.options.flatMap((one) => valuesOf(one, discriminator));
  }
  const kind: unknown = option instanceof z.ZodObject ? option.shape[discriminator] : undefined;
  if (kind instanceof z.ZodLiteral) return [...kind.values].map(String);
  return kind instanceof z.ZodEnum ? kind.options.map(String) : [];
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}
