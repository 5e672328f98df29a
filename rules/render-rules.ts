import { RULES } from ".";
import type { Rule } from "./rule";

/** docs/rules.md, from the rules themselves. */
export function renderRules(): string {
  return [
    "# Rules",
    "",
    "<!-- Generated from rules/ by `npm run generate`; do not edit. -->",
    "",
    "Every environment is checked against these at synthesis. An error stops it (exit status 1); a warning is shown and let pass.",
    "",
    ...RULES.map(({ id }) => `- [${id}](#${id})`),
    "",
    ...RULES.map(renderRule),
  ].join("\n");
}

function renderRule({ id, title, why, severity, remedy }: Rule): string {
  return `## ${id}

**${title}.**

Why: ${why}

Severity: ${severity}.

What to do: ${remedy}
`;
}
