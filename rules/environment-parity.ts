import { type EnvironmentDifference, differences } from "../environments/differences";
import { environmentFile } from "../environments/environment-file";
import { ALLOWED_DIFFERENCES, type AllowedDifference } from "../environments/parity";
import { NO_REHEARSALS, type Rehearsal } from "../environments/rehearsals";
import type { EnvironmentName } from "../environments/schema";
import type { Finding, Rule } from "./engine/rule";

const id = "environment-parity";

export const environmentParity: Rule = {
  id,
  title: "An environment and its rehearsal differ in nothing that is not allowed by name",
  why: "Staging rehearses production: its data says `rehearses`, and so may others. What a rehearsal does otherwise is seen in production for the first time. Differences creep in one at a time, each of them small.",
  severity: "error; warning for an allowed difference that is none any more in any pair",
  remedy:
    "Make the values equal, or add the path with a reason to `environments/parity.ts`. Remove entries that no pair differs in any more.",
  needsEnvironment: true,
  check: (_inventory, spec, { rehearsals } = {}) => {
    const { pairs, complete } = rehearsals ?? NO_REHEARSALS;
    if (spec === undefined) return [];
    // The environment as it is checked, which may be as it would be with other switches.
    const compared = pairs.map(({ rehearsal, rehearsed }) =>
      compare({ rehearsal, rehearsed: rehearsed.name === spec.name ? spec : rehearsed }),
    );
    const own = compared.filter(({ rehearsed }) => rehearsed === spec.name);
    return [
      ...own.flatMap(({ found, rehearsal, rehearsed }) =>
        found
          .filter(({ path }) => !ALLOWED_DIFFERENCES.some((allowed) => covers(allowed, path)))
          .map((difference) => unlisted(difference, rehearsal, rehearsed)),
      ),
      ...(complete && own.length > 0 ? obsoleteOf(compared) : []),
    ];
  },
};

/** A pair by its names, and what the two differ in. */
interface Compared {
  readonly rehearsal: EnvironmentName;
  readonly rehearsed: EnvironmentName;
  readonly found: readonly EnvironmentDifference[];
}

function compare({ rehearsal, rehearsed }: Rehearsal): Compared {
  return {
    rehearsal: rehearsal.name,
    rehearsed: rehearsed.name,
    found: differences(rehearsal, rehearsed),
  };
}

/** An entry that one pair needs is needed. */
function obsoleteOf(compared: readonly Compared[]): readonly Finding[] {
  const found = compared.flatMap((pair) => pair.found);
  const pairs = compared.map(({ rehearsal, rehearsed }) => `${rehearsal} and ${rehearsed}`);
  return ALLOWED_DIFFERENCES.filter(
    (allowed) => allowed.mayBeEqual !== true && !found.some(({ path }) => covers(allowed, path)),
  ).map((allowed) => obsolete(allowed, pairs.join(", ")));
}

/** Whether an allowed difference is about a path: itself, and all below it. */
export function covers(allowed: AllowedDifference, path: string): boolean {
  return (
    path === allowed.path ||
    path.startsWith(`${allowed.path}.`) ||
    path.startsWith(`${allowed.path}[`)
  );
}

function unlisted(
  { path, left, right }: EnvironmentDifference,
  rehearsal: EnvironmentName,
  rehearsed: EnvironmentName,
): Finding {
  const inSwitches = path.startsWith("switches.") ? ["switches"] : [];
  const file = environmentFile(rehearsed, inSwitches);
  return {
    rule: id,
    severity: "error",
    object: `Setting ${path}`,
    place: { kind: "file", file },
    message: `is ${shown(left)} in ${rehearsal} and ${shown(right)} in ${rehearsed}: ${rehearsed} is not what was rehearsed`,
    fix: `set it to one value in ${environmentFile(rehearsal, inSwitches)} and ${file}, or add { path: ${JSON.stringify(path)}, reason: "…" } to environments/parity.ts`,
  };
}

function obsolete({ path }: AllowedDifference, pairs: string): Finding {
  return {
    rule: id,
    severity: "warning",
    object: `Setting ${path}`,
    place: { kind: "file", file: "environments/parity.ts" },
    message: `is allowed to differ, but ${pairs} have it in common: the next difference would go unnoticed`,
    fix: `remove the entry ${JSON.stringify(path)}`,
  };
}

/** Characters of a value that a message has room for. */
const MOST_CHARACTERS = 80;

function shown(value: unknown): string {
  if (value === undefined) return "not set";
  const text = JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
