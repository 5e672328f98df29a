import Table from "cli-table3";
import { ENVIRONMENT_NAMES, type EnvironmentName } from "../../environments/schema";
import { describeState } from "../../modules/terraform-state";
import { resourceCounts } from "../../inventory/resource-counts";
import { capacities, renderCapacity } from "./capacity-table";
import { ruleHolds } from "../synthesis/checked";
import { quotaRows, renderQuotas } from "../../environments/nodes/quota-table";
import type { Synthesis } from "../synthesis/synthesize";
import { terraformCloudRow } from "./terraform-cloud-row";

/** One stack in the overview. */
export interface StackRow {
  readonly environment: string;
  readonly stack: string;
  /** Number of resources by Terraform type. */
  readonly resources: Readonly<Record<string, number>>;
  readonly total: number;
  /** Workspace or state file. */
  readonly state: string;
  readonly rulesHeld: number;
  readonly rules: number;
  /** Warnings and errors of the rules in this stack. */
  readonly findings: number;
  /** Folder of the stack's Terraform. */
  readonly terraform: string;
  /** Command that applies it. */
  readonly apply: string;
}

/** Figures of every stack, in the order of application. */
export function overview(synthesis: Synthesis, outdir: string): readonly StackRow[] {
  return synthesis.environments.flatMap(({ spec, stacks, rules }) =>
    stacks.map((stack) => {
      const resources = resourceCounts(stack.json);
      const here = rules.map((result) => ({
        ...result,
        findings: result.findings.filter(
          ({ place }) => place.kind === "terraform" && place.stack === stack.id,
        ),
      }));
      return {
        environment: spec.name,
        stack: stack.name,
        resources,
        total: Object.values(resources).reduce((sum, count) => sum + count, 0),
        state: describeState(spec.state, spec.name, stack.name),
        rulesHeld: here.filter(ruleHolds).length,
        rules: rules.length,
        findings: here.reduce((sum, result) => sum + result.findings.length, 0),
        terraform: `${outdir}/stacks/${stack.id}/cdk.tf.json`,
        // Without the option the CLI wants the stacks it depends on as well.
        apply: `npx cdktf deploy ${stack.id} --ignore-missing-stack-dependencies`,
      };
    }),
  );
}

/** The overview as a table, how full the nodes get, then where the Terraform is and how to apply each environment. */
export function renderOverview(rows: readonly StackRow[], synthesis: Synthesis): string {
  const table = new Table({
    head: ["environment", "stack", "resources", "by kind", "workspace / state", "rules held"],
    style: { head: [], border: [] },
    colWidths: [widest(rows, "environment", 13), 17, 11, 47, widest(rows, "state", 42), 12],
    wordWrap: true,
  });
  for (const row of rows) {
    const warned = row.findings > 0 && row.rulesHeld === row.rules ? " !" : "";
    table.push([
      row.environment,
      row.stack,
      String(row.total),
      kinds(row.resources),
      row.state,
      `${row.rulesHeld} of ${row.rules}${warned}`,
    ]);
  }
  const cloud = terraformCloudRow(synthesis, "");
  if (cloud !== undefined) {
    const { stack, total, resources, state } = cloud;
    table.push(["all", stack, String(total), kinds(resources), state, "no rule"]);
  }
  const next = synthesis.holds
    ? synthesis.environments.map(({ spec: { name } }) => {
        const own = rows.filter((row) => row.environment === name);
        return [
          "",
          `${name}: apply all ${own.length} stacks in order with   npm run deploy -- ${name}${cdktfPattern(name)}`,
          ...own.map(({ terraform, apply }) => `  ${terraform}   ${apply}`),
        ].join("\n");
      })
    : [];
  if (synthesis.holds && cloud !== undefined) {
    next.unshift(
      `\nTerraform Cloud, before the first run of any stack in it:   ${cloud.apply}   (the very first time: docs/operations/terraform-cloud.md)`,
    );
  }
  const capacity = renderCapacity(capacities(synthesis.environments));
  const quotas = renderQuotas(quotaRows(synthesis.environments.map(({ spec }) => spec)));
  return `${table.toString()}\n\n${capacity}${quotas}${next.join("\n")}\n\n`;
}

/** The pattern of `production` would match the stacks of `production-us`, too. */
function cdktfPattern(name: EnvironmentName): string {
  const isPrefix = ENVIRONMENT_NAMES.some((other) => other.startsWith(`${name}-`));
  return isPrefix ? "" : `   or   npx cdktf deploy '${name}-*'`;
}

/** Width that a column needs, with a space on both sides, and at least what it has. */
function widest(rows: readonly StackRow[], column: "environment" | "state", least: number): number {
  const words = rows.flatMap((row) => row[column].split(" "));
  return Math.max(least, ...words.map((word) => word.length + 2));
}

/** `3 deployment, 2 service`: types without the words every line would repeat. */
function kinds(resources: Readonly<Record<string, number>>): string {
  return Object.entries(resources)
    .sort(([, left], [, right]) => right - left)
    .map(([type, count]) => `${count} ${type.replace(/^kubernetes_|_v[0-9]$/g, "")}`)
    .join(", ");
}
