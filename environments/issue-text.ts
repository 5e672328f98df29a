import type { z } from "zod";
import { closest, oneOf } from "./suggest";

type Issue = z.core.$ZodIssue;
type SizeIssue = Extract<Issue, { readonly code: "too_small" | "too_big" }>;

/** What is counted where a value is too long or too short; undefined: the value is a number. */
const COUNTED: Readonly<Record<string, string>> = {
  string: "characters",
  array: "members",
  record: "entries",
  object: "entries",
};

/** A size that is out of bounds, with the unit that the schema library leaves out. */
export function sizeText(
  issue: SizeIssue,
  value: unknown,
): { readonly message: string; readonly fix: string } {
  const [limit, words] =
    issue.code === "too_small"
      ? [Number(issue.minimum), issue.inclusive === false ? "more than" : "at least"]
      : [Number(issue.maximum), issue.inclusive === false ? "less than" : "at most"];
  const unit = COUNTED[issue.origin];
  if (unit === undefined)
    return { message: `must be ${words} ${limit}`, fix: `use ${words} ${limit}` };
  const counted = limit === 1 ? unit.replace(/ies$|s$/, (end) => (end === "ies" ? "y" : "")) : unit;
  return {
    message: `has ${countOf(value)} ${unit}, and must have ${words} ${limit}`,
    fix: `write ${words} ${limit} ${counted}`,
  };
}

/** A message without the library's words before it: `must start with "/"`. */
export function plainMessage(message: string): string {
  return message.replace(/^Invalid (string|number): (?=must )/, "");
}

/** What to write where the form is wrong: the message says what it must be. */
export function formFix(message: string): string {
  return message.startsWith("must be ")
    ? `write ${message.slice("must be ".length)}`
    : `correct the value: it ${message}`;
}

/** The word is none of those that say which kind of object it is, or of which one is to be chosen. */
export function isOfNoKind(issue: Issue): boolean {
  return (
    (issue.code === "invalid_union" && "options" in issue) ||
    (issue.code === "invalid_value" && issue.message.startsWith("Invalid option"))
  );
}

/** The name that a misspelt one means, else all of them. */
export function nearest(value: unknown, names: readonly string[]): string {
  const guess = typeof value === "string" ? closest(value, names) : undefined;
  return guess === undefined ? oneOf(names) : `write "${guess}"`;
}

function countOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}
