import type { EnvironmentSpec } from "./schema";

/** A value that two environments do not have in common. */
export interface EnvironmentDifference {
  /** Path of the value, members of lists by their name, e.g. `applications[montage-ai].workers[worker].queues`. */
  readonly path: string;
  /** Value of the first environment; undefined: not set. */
  readonly left: unknown;
  /** Value of the second. */
  readonly right: unknown;
}

/** What they are for is what they differ in by definition; each accepted finding has a reason of its own. */
const NOT_COMPARED: ReadonlySet<string> = new Set(["name", "protected", "rehearses", "accepted"]);

/** Mappings that may be left out, and all below them: without one is as with an empty one. */
const EMPTY_WHEN_ABSENT = "platform.chartValues";

/** Everything that two environments differ in, as deep as both have it. */
export function differences(
  left: EnvironmentSpec,
  right: EnvironmentSpec,
): readonly EnvironmentDifference[] {
  return membersOf(left, right)
    .filter(([key]) => !NOT_COMPARED.has(key))
    .flatMap(([key, ...values]) => compare(key, ...values));
}

function compare(path: string, one: unknown, other: unknown): readonly EnvironmentDifference[] {
  const mayBeAbsent = path === EMPTY_WHEN_ABSENT || path.startsWith(`${EMPTY_WHEN_ABSENT}.`);
  const isMapping = isRecord(one) || isRecord(other);
  const [left, right] = [one, other].map((value) =>
    value === undefined && mayBeAbsent && isMapping ? {} : value,
  );
  if (isRecord(left) && isRecord(right)) {
    return membersOf(left, right).flatMap(([key, ...values]) =>
      compare(`${path}${segment(key)}`, ...values),
    );
  }
  const [leftByName, rightByName] = [byName(left), byName(right)];
  if (leftByName !== undefined && rightByName !== undefined) {
    return membersOf(leftByName, rightByName).flatMap(([name, ...values]) =>
      compare(`${path}[${name}]`, ...values),
    );
  }
  return JSON.stringify(left) === JSON.stringify(right) ? [] : [{ path, left, right }];
}

type Members = readonly (readonly [key: string, left: unknown, right: unknown])[];

function membersOf(left: object, right: object): Members {
  const [ofLeft, ofRight] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...ofLeft.keys(), ...ofRight.keys()])].map(
    (key) => [key, ofLeft.get(key), ofRight.get(key)] as const,
  );
}

/** Members of a list by their names; undefined for other lists and other values. */
function byName(value: unknown): object | undefined {
  if (!Array.isArray(value)) return undefined;
  const named = value.map((member: unknown) =>
    isRecord(member) && "name" in member ? ([String(member.name), member] as const) : undefined,
  );
  const complete = named.filter((member) => member !== undefined);
  return complete.length === named.length ? Object.fromEntries(complete) : undefined;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function segment(key: string): string {
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
