import { mustBeAsked, type QuotaRow, quotaRows } from "../../environments/nodes/quota-table";
import { ENVIRONMENT_NAMES, type EnvironmentName } from "../../environments/schema";
import { countOf } from "../../runtime/count-of";
import { renderTable } from "../../runtime/table";
import type { Synthesis } from "../synthesis/synthesize";
import { capacities, renderCapacity } from "./capacity-table";
import type { StackRow } from "./overview";
import { terraformCloudRow } from "./terraform-cloud-row";

/** What `--verbose` adds: every stack by kind with its state and command, every pool, the quotas. */
export function renderDetails(rows: readonly StackRow[], synthesis: Synthesis): string {
  const specs = synthesis.environments.map(({ spec }) => spec);
  return [
    `${stackTable(rows, synthesis)}\n`,
    `${renderCapacity(capacities(synthesis.environments))}\n`,
    ...quotaTable(quotaRows(specs)),
    ...(synthesis.holds ? specs.map(({ name }) => commands(name, rows)) : []),
    ...cloudCommand(synthesis),
  ]
    .map((part) => `${part}\n`)
    .join("");
}

function stackTable(rows: readonly StackRow[], synthesis: Synthesis): string {
  const cloud = terraformCloudRow(synthesis, "");
  const stacks = rows.map(
    ({ environment, stack, resources, state, rulesHeld, rules, findings }) => [
      `${environment}-${stack}`,
      kinds(resources),
      state,
      `${rulesHeld} of ${rules}${findings > 0 && rulesHeld === rules ? `, ${countOf(findings, "warning")}` : ""}`,
    ],
  );
  const workspaces =
    cloud === undefined ? [] : [[cloud.stack, kinds(cloud.resources), cloud.state, "no rule"]];
  return renderTable({
    head: ["stack", "resources by kind", "workspace / state", "rules held"],
    rows: [...stacks, ...workspaces],
  });
}

function quotaTable(rows: readonly QuotaRow[]): readonly string[] {
  const asked = rows.filter(mustBeAsked);
  if (asked.length === 0) return [];
  const table = renderTable({
    head: ["environment", "quota to ask for", "code", "at maximum", "ask for", "new account"],
    rows: asked.map(({ environment, name, code, atMaximum, whileUpdating, unit, newAccount }) => [
      environment,
      name,
      code,
      String(atMaximum),
      `${whileUpdating} ${unit}`,
      String(newAccount),
    ]),
  });
  return [
    table,
    "AWS' service quotas: the rest, and the commands that ask, in docs/quotas.md;\nnpm run doctor compares them.\n",
  ];
}

function commands(name: EnvironmentName, rows: readonly StackRow[]): string {
  const own = rows.filter((row) => row.environment === name);
  return [
    `${name}: apply all ${own.length} stacks in order with   npm run deploy -- ${name}${cdktfPattern(name)}`,
    ...own.map(({ terraform, apply }) => `  ${terraform}\n    ${apply}`),
    "",
  ].join("\n");
}

/** The pattern of `production` would match the stacks of `production-us`, too. */
function cdktfPattern(name: EnvironmentName): string {
  const isPrefix = ENVIRONMENT_NAMES.some((other) => other.startsWith(`${name}-`));
  return isPrefix ? "" : `\n  or   npx cdktf deploy '${name}-*'`;
}

function cloudCommand(synthesis: Synthesis): readonly string[] {
  const cloud = terraformCloudRow(synthesis, "");
  return synthesis.holds && cloud !== undefined
    ? [
        `Terraform Cloud, before the first run of any stack in it:\n  ${cloud.apply}\n  the very first time: docs/operations/terraform-cloud.md\n`,
      ]
    : [];
}

/** `3 deployment, 2 service`: types without the words every line would repeat. */
function kinds(resources: Readonly<Record<string, number>>): string {
  return Object.entries(resources)
    .sort(([, left], [, right]) => right - left)
    .map(([type, count]) => `${count} ${type.replace(/^kubernetes_|_v[0-9]$/g, "")}`)
    .join(", ");
}
