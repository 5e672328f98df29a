import { z } from "zod";
import type { ConfigurationIssue } from "./errors";
import { formatPath, located } from "./located";
import { environment, type EnvironmentName } from "./schema";
import {
  isOptionalAt,
  kindOfValue,
  kindsWith,
  knownKeys,
  schemaAt,
  shapeText,
} from "./schema-text";
import { closest, oneOf } from "./suggest";
import { formFix, isOfNoKind, nearest, plainMessage, sizeText } from "./issue-text";
import { valueAt } from "./value-at";

type Path = readonly PropertyKey[];

/** Whether a key is missing only because it stands there under a misspelt name, which is its own issue. */
export function isMisspelt(
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

/** Whether all that is wrong are keys that another kind has than the data's: the rest is well-formed. */
export function isOfOtherKind(issue: z.core.$ZodIssue, data: unknown): boolean {
  return (
    issue.code === "unrecognized_keys" &&
    kindsWith(environment, issue.path, data, issue.keys) !== undefined
  );
}

/** What one issue of the schema library says, in the project's words. */
export function shapeIssue(
  name: EnvironmentName,
  data: unknown,
  issue: z.core.$ZodIssue,
): readonly ConfigurationIssue[] {
  if (issue.code === "unrecognized_keys") {
    const other = kindsWith(environment, issue.path, data, issue.keys);
    if (other !== undefined) return [keysOfOtherKind(name, data, issue, other)];
    return issue.keys.map((key) => unknownKey(name, data, [...issue.path, key]));
  }
  // A record whose keys are listed, and need not all be there.
  if (issue.code === "invalid_key" && issue.issues.some(({ code }) => code === "invalid_value")) {
    return [unknownKey(name, data, issue.path)];
  }
  if (issue.code === "invalid_key") return [invalidKey(name, data, issue)];
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    return [located(name, data, issue.path, wrongType(issue.path, data))];
  }
  // Which of its kinds is meant is not said at all.
  if (isOfNoKind(issue) && valueAt(data, issue.path) === undefined) {
    return [
      located(name, data, issue.path, { message: "is missing", fix: fixOf(issue, undefined) }),
    ];
  }
  const inner = ofMeantAlternative(issue, data);
  if (inner.length > 0) return inner.flatMap((each) => shapeIssue(name, data, each));
  // Some have words of their own.
  const isPlainUnion = issue.code === "invalid_union" && issue.message === "Invalid input";
  if (isPlainUnion && !isOfNoKind(issue) && !isText(issue.path, data)) {
    return [located(name, data, issue.path, wrongType(issue.path, data))];
  }
  const hint = hintOf(issue.path, data);
  // The library's own words, not those that a schema has for this limit.
  const isPlainSize =
    (issue.code === "too_small" || issue.code === "too_big") && issue.message.startsWith("Too ");
  const text = isPlainSize
    ? orWithout(issue.path, data, sizeText(issue, valueAt(data, issue.path)))
    : {
        message: isOfNoKind(issue)
          ? "is none of the words that can stand here"
          : plainMessage(issue.message),
        fix: fixOf(issue, valueAt(data, issue.path)),
      };
  return [located(name, data, issue.path, { ...text, fix: hint ?? text.fix })];
}

/** What is wrong with an object or a list where a schema takes one, or a text; nothing for every other value. */
function ofMeantAlternative(issue: z.core.$ZodIssue, data: unknown): readonly z.core.$ZodIssue[] {
  const kind = kindOfValue(valueAt(data, issue.path));
  if (issue.code !== "invalid_union" || !["a mapping", "a list"].includes(kind)) return [];
  const isOfObject = ({ code, path }: z.core.$ZodIssue) =>
    code !== "invalid_type" || path.length > 0;
  const meant = issue.errors.find((issues) => issues.every(isOfObject)) ?? [];
  return meant.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

function isText(path: Path, data: unknown): boolean {
  return typeof valueAt(data, path) === "string";
}

/** A value of another type than the schema's, with what to write. */
function wrongType(path: Path, data: unknown) {
  const schema = schemaAt(environment, path, data);
  const shape = schema === undefined ? "what environments/schema/ says" : shapeText(schema);
  const value = valueAt(data, path);
  if (typeof value === "number" && schema instanceof z.ZodNumber) {
    const message = Number.isFinite(value) ? "is no whole number" : "is no number";
    return { message, fix: hintOf(path, data) ?? "write a whole number" };
  }
  const message = value === undefined ? "is missing" : `is ${kindOfValue(value)}`;
  return orWithout(path, data, { message, fix: hintOf(path, data) ?? `write ${shape}` });
}

/** With the other way to mend an empty value, or null, of what need not be there. */
function orWithout(
  path: Path,
  data: unknown,
  { message, fix }: { readonly message: string; readonly fix: string },
) {
  const value = valueAt(data, path);
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  return {
    message,
    fix: isEmpty && isOptionalAt(environment, path, data) ? `${fix}, or take it away` : fix,
  };
}

/** What the schema itself says to write: a unit, a form. */
function hintOf(path: Path, data: unknown): string | undefined {
  const schema = schemaAt(environment, path, data);
  const fix = schema && z.globalRegistry.get(schema)?.["fix"];
  return typeof fix === "string" ? fix : undefined;
}

/** Keys of another kind than the one that is written, as one issue. */
function keysOfOtherKind(
  name: EnvironmentName,
  data: unknown,
  { path, keys }: { readonly path: Path; readonly keys: readonly string[] },
  { discriminator, own, kinds }: NonNullable<ReturnType<typeof kindsWith>>,
): ConfigurationIssue {
  const known = knownKeys(environment, path, data).filter((key) => key !== discriminator);
  const [first = "", ...others] = keys;
  const alone = others.length === 0;
  const mine = `${discriminator} ${JSON.stringify(own)}`;
  const theirs = kinds.map((kind) => JSON.stringify(kind)).join(" or ");
  return located(name, data, alone ? [...path, first] : path, {
    message: `${mine} has no ${keys.join(", ")}: ${alone ? "it belongs" : "they belong"} to ${discriminator} ${theirs}`,
    fix: `write ${discriminator}: ${theirs}, or take ${alone ? "it" : "them"} away: ${mine} has ${known.join(", ")}`,
  });
}

/** A key that has not the form which the keys of its mapping have; its value may be right. */
function invalidKey(
  name: EnvironmentName,
  data: unknown,
  { path, issues }: z.core.$ZodIssueInvalidKey,
): ConfigurationIssue {
  const says = issues[0]?.message ?? "";
  return located(name, data, path, {
    message: `key "${String(path.at(-1))}" ${says}`,
    fix: `give the value another key: it ${says}`,
  });
}

function unknownKey(name: EnvironmentName, data: unknown, path: Path): ConfigurationIssue {
  const known = knownKeys(environment, path.slice(0, -1), data);
  const key = String(path.at(-1));
  const guess = closest(key, known);
  return located(name, data, path, {
    message: `unknown key "${key}"`,
    fix: guess === undefined ? oneOf(known) : `write "${guess}"`,
  });
}

function fixOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "custom":
      return String(issue.params?.["fix"] ?? "correct the value");
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? nearest(value, issue.options.map(String))
        : "use one of the alternatives of environments/schema/";
    case "invalid_value":
      return nearest(value, issue.values.map(String));
    case "invalid_type":
      return `write a value of type ${issue.expected}`;
    default:
      return formFix(plainMessage(issue.message));
  }
}
