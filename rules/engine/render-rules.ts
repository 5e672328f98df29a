import { RULES } from "..";
import { acceptedFindings } from "./accepted-findings";
import type { RuleText } from "./rule";

/** Every rule, with the one about the acceptances of the others. */
const TEXTS: readonly RuleText[] = [...RULES, acceptedFindings];

/** docs/rules.md, from the rules themselves. */
export function renderRules(): string {
  return [
    "# Rules",
    "",
    "<!-- Generated from rules/ by `npm run generate`; do not edit. -->",
    "",
    "Every environment is checked against these at synthesis. An error stops it (exit status 1); a warning is shown and let pass. The same rules check a folder of manifests, a cluster and a Terraform plan (`npm run check`).",
    "",
    ...TEXTS.map(({ id }) => `- [${id}](#${id})`),
    "",
    ...TEXTS.map(renderRule),
  ].join("\n");
}

function renderRule({ id, title, why, severity, remedy }: RuleText): string {
  return `## ${id}

**${title}.**

Why: ${why}

Severity: ${severity}.

What to do: ${remedy}
`;
}
