import type { z } from "zod";
import type { ConfigurationIssue } from "./errors";
import { RELATIONS } from "./relations";
import type { Relation } from "./relations/relation";
import { environment, type EnvironmentName, type EnvironmentSpec } from "./schema";
import { isMisspelt, isOfOtherKind, shapeIssue } from "./shape-issues";
import { located } from "./located";
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
  const broken = new Set(
    shapeIssues.filter((issue) => !isOfOtherKind(issue, data)).map(({ path }) => partOf(path)),
  );
  // Parts that are well-formed are the same after parsing, but for add-ons that are off unsaid.
  const parsed = shape.success ? shape.data : (data as EnvironmentSpec);
  // No parts at all: the issue has no path.
  const relations = broken.has(undefined) ? [] : RELATIONS;
  const mismatches = relations
    .filter((relation) => !isBroken(relation, broken))
    .flatMap((relation) => relation.check(parsed));
  const shapes = shapeIssues.filter((issue) => !isMisspelt(issue, shapeIssues, data));
  const told = (issue: z.core.$ZodIssue) => shapeIssue(name, data, issue);
  const issues = [
    ...shapes.filter((issue) => !isOfOtherKind(issue, data)).flatMap(told),
    ...mismatches.map((mismatch) => located(name, data, mismatch.path, mismatch)),
    // After what says that the kind itself is wrong.
    ...shapes.filter((issue) => isOfOtherKind(issue, data)).flatMap(told),
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
