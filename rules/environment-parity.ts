import { type Difference, differences } from "../environments/differences";
import { environmentFile } from "../environments/environment-file";
import { ALLOWED_DIFFERENCES, type AllowedDifference } from "../environments/parity";
import type { Finding, Rule } from "./rule";

const id = "environment-parity";

export const environmentParity: Rule = {
  id,
  title: "Staging and production differ in nothing that is not allowed by name",
  why: "What staging does otherwise is not rehearsed: it is seen in production for the first time. Differences creep in one at a time, each of them small.",
  severity: "error; warning for an allowed difference that is none any more",
  remedy:
    "Make the values equal, or add the path with a reason to `environments/parity.ts`. Remove entries that the two no longer differ in.",
  needsEnvironment: true,
  check: (_inventory, spec, staging) => {
    if (spec?.name !== "production" || staging === undefined) return [];
    const found = differences(staging, spec);
    return [
      ...found
        .filter(({ path }) => !ALLOWED_DIFFERENCES.some((allowed) => covers(allowed, path)))
        .map(unlisted),
      ...ALLOWED_DIFFERENCES.filter(
        (allowed) =>
          allowed.mayBeEqual !== true && !found.some(({ path }) => covers(allowed, path)),
      ).map(obsolete),
    ];
  },
};

/** The path itself, and all below it. */
function covers(allowed: AllowedDifference, path: string): boolean {
  return (
    path === allowed.path ||
    path.startsWith(`${allowed.path}.`) ||
    path.startsWith(`${allowed.path}[`)
  );
}

function unlisted({ path, left, right }: Difference): Finding {
  const inSwitches = path.startsWith("switches.") ? ["switches"] : [];
  const file = environmentFile("production", inSwitches);
  return {
    rule: id,
    severity: "error",
    object: `Setting ${path}`,
    place: { kind: "file", file, line: 1 },
    message: `is ${shown(left)} in staging and ${shown(right)} in production: production is not what was rehearsed`,
    fix: `set it to one value in ${environmentFile("staging", inSwitches)} and ${file}, or add { path: ${JSON.stringify(path)}, reason: "…" } to environments/parity.ts`,
  };
}

function obsolete({ path }: AllowedDifference): Finding {
  return {
    rule: id,
    severity: "warning",
    object: `Setting ${path}`,
    place: { kind: "file", file: "environments/parity.ts", line: 1 },
    message:
      "is allowed to differ, but staging and production have it in common: the next difference would go unnoticed",
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
