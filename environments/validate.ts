import { z } from "zod";
import type { ConfigurationIssue } from "./errors";
import { fileOfValue } from "./environment-file";
import { RELATIONS } from "./relations";
import type { Relation } from "./relations/relation";
import { environment, type EnvironmentName, type EnvironmentSpec } from "./schema";
import { closest } from "./suggest";
import { valueAt } from "./value-at";

type Path = readonly PropertyKey[];

/** Outcome of validating one environment. */
export type ValidationResult =
  | { readonly ok: true; readonly spec: EnvironmentSpec }
  | { readonly ok: false; readonly issues: readonly ConfigurationIssue[] };

/**
 * Validates everything at once: the shape of each part, then the relations
 * between those parts whose shape is right.
 */
export function validate(name: EnvironmentName, data: unknown): ValidationResult {
  const shape = environment.safeParse(data);
  const shapeIssues = shape.success ? [] : shape.error.issues;
  const broken = new Set(shapeIssues.map(({ path }) => partOf(path)));
  // Parts that are well-formed are the same after parsing, but for add-ons that are off unsaid.
  const parsed = shape.success ? shape.data : (data as EnvironmentSpec);
  // No parts at all: the issue has no path.
  const relations = broken.has(undefined) ? [] : RELATIONS;
  const mismatches = relations
    .filter((relation) => !isBroken(relation, broken))
    .flatMap((relation) => relation.check(parsed));
  const issues = [
    ...shapeIssues
      .filter((issue) => !isMisspelt(issue, shapeIssues, data))
      .flatMap((issue) => shapeIssue(name, data, issue)),
    ...mismatches.map((mismatch) => located(name, data, mismatch.path, mismatch)),
    ...nameIssues(name, data),
  ];
  return shape.success && issues.length === 0
    ? { ok: true, spec: shape.data }
    : { ok: false, issues };
}

/** The part of an environment, or of its applications, that a path is in; undefined: all of it. */
function partOf([part, index, member]: Path): string | undefined {
  if (part === undefined) return undefined;
  return part === "applications" && typeof index === "number" && member !== undefined
    ? `applications.${String(member)}`
    : String(part);
}

/** Whether something that a relation reads is not well-formed. */
function isBroken({ needs, of }: Relation, broken: ReadonlySet<string | undefined>): boolean {
  const parts = [...broken].flatMap((part) => part ?? []);
  return needs.some(
    (need) =>
      broken.has(need) ||
      (need === "applications" &&
        parts.some((part) =>
          of === undefined
            ? part.startsWith("applications.")
            : of.some((member) => part === `applications.${member}`),
        )),
  );
}

/** The file's stem is the name of the environment. */
function nameIssues(name: EnvironmentName, data: unknown): readonly ConfigurationIssue[] {
  const written = valueAt(data, ["name"]);
  if (typeof written !== "string" || written === name) return [];
  const fix = `write "${name}", or give the files the name that is meant`;
  return [located(name, data, ["name"], { message: `the file is ${name}.ts`, fix })];
}

/** Whether a key is missing only because it stands there under a misspelt name, which is its own issue. */
function isMisspelt(
  { path }: z.core.$ZodIssue,
  issues: readonly z.core.$ZodIssue[],
  data: unknown,
): boolean {
  const missing = path.at(-1);
  if (missing === undefined || valueAt(data, path) !== undefined) return false;
  const parent = path.slice(0, -1);
  return issues.some(
    (issue) =>
      issue.code === "unrecognized_keys" &&
      formatPath(issue.path) === formatPath(parent) &&
      issue.keys.some((key) => closest(key, knownKeys(environment, parent, data)) === missing),
  );
}

function shapeIssue(
  name: EnvironmentName,
  data: unknown,
  issue: z.core.$ZodIssue,
): readonly ConfigurationIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(name, data, [...issue.path, key]));
  }
  // A record whose keys are listed, and need not all be there.
  if (issue.code === "invalid_key" && issue.issues.some(({ code }) => code === "invalid_value")) {
    return [unknownKey(name, data, issue.path)];
  }
  return [located(name, data, issue.path, { message: issue.message, fix: fixOf(issue) })];
}

function unknownKey(name: EnvironmentName, data: unknown, path: Path): ConfigurationIssue {
  const known = knownKeys(environment, path.slice(0, -1), data);
  const key = String(path.at(-1));
  const guess = closest(key, known);
  return located(name, data, path, {
    message: `unknown key "${key}"`,
    fix: guess === undefined ? `use one of ${known.join(", ")}` : `write "${guess}"`,
  });
}

function fixOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "custom":
      return String(issue.params?.["fix"] ?? "correct the value");
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? `use one of ${issue.options.join(", ")}`
        : "use one of the alternatives of environments/schema/";
    case "invalid_value":
      return `use one of ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return `write a value of type ${issue.expected}`;
    case "too_small":
      return `use ${issue.minimum} or more`;
    case "too_big":
      return `use ${issue.maximum} or less`;
    default:
      return `correct the value: ${issue.message}`;
  }
}

function located(
  name: EnvironmentName,
  data: unknown,
  path: Path,
  { message, fix }: { readonly message: string; readonly fix: string },
): ConfigurationIssue {
  const value = valueAt(data, path);
  return {
    file: fileOfValue(name, path, value),
    path: formatPath(path[0] === "switches" ? path.slice(1) : path),
    value,
    message,
    fix,
  };
}

function formatPath(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** Keys that the schema knows at a path, for "did you mean". */
function knownKeys(schema: z.core.$ZodType, path: Path, data: unknown): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return knownKeys(schema.unwrap(), path, data);
  }
  if (schema instanceof z.ZodPipe) return knownKeys(schema.out, path, data);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const chosen = schema.options.find((option) =>
      isChosen(option, schema.def.discriminator, data),
    );
    return chosen === undefined ? [] : knownKeys(chosen, path, data);
  }
  const [key, ...rest] = path;
  if (key === undefined) return ownKeys(schema);
  const inner = valueAt(data, [key]);
  if (schema instanceof z.ZodObject) {
    const next: z.core.$ZodType | undefined = schema.shape[String(key)];
    return next === undefined ? [] : knownKeys(next, rest, inner);
  }
  if (schema instanceof z.ZodArray) return knownKeys(schema.element, rest, inner);
  if (schema instanceof z.ZodRecord) return knownKeys(schema.valueType, rest, inner);
  return [];
}

function ownKeys(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum
    ? schema.keyType.options.map(String)
    : [];
}

/** Whether data is meant as this option of a union, which may be a union itself. */
function isChosen(option: z.core.$ZodType, discriminator: string, data: unknown): boolean {
  if (option instanceof z.ZodDiscriminatedUnion) {
    return option.options.some((inner) => isChosen(inner, discriminator, data));
  }
  return (
    option instanceof z.ZodObject &&
    z.safeParse(option.shape[discriminator], valueAt(data, [discriminator])).success
  );
}
