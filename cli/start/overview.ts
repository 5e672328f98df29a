import { describeState } from "../../modules/terraform-state";
import { resourceCounts } from "../../inventory/resource-counts";
import type { Paint } from "../../runtime/paint";
import { renderTable } from "../../runtime/table";
import { capacityInWords } from "./capacity-table";
import { ruleHolds } from "../synthesis/checked";
import { failureInWords } from "../synthesis/failure";
import { isOpenWarning, mergeFindings } from "../synthesis/findings";
import type { Synthesis } from "../synthesis/synthesize";

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

/**
 * One row an environment: what it comes to, which rules hold, the fullest pool
 * at maximum scale, and how many findings are accepted.
 */
export function renderOverview(
  rows: readonly StackRow[],
  synthesis: Synthesis,
  paint: Paint,
  columns?: number,
): string {
  const environments = synthesis.environments.map(({ spec: { name }, rules, capacity }) => {
    const own = rows.filter((row) => row.environment === name);
    const held = rules.filter(ruleHolds).length;
    const findings = rules.flatMap((rule) => rule.findings);
    return [
      name,
      String(own.length),
      String(own.reduce((sum, { total }) => sum + total, 0)),
      paint(held === rules.length ? "green" : "red", `${held}/${rules.length}`),
      capacity === undefined ? "nodes unknown" : capacityInWords(capacity),
      String(findings.filter(({ accepted }) => accepted !== undefined).length),
    ];
  });
  const head = ["environment", "stacks", "resources", "rules", "fullest at maximum", "accepted"];
  return `${renderTable({ head, rows: environments }, columns)}\n`;
}

/** The last line: whether all rules hold, and what to type next. */
export function verdict({ holds, environments }: Synthesis, outdir: string, paint: Paint): string {
  const names = environments.map(({ spec: { name } }) => name);
  if (!holds) {
    const fails = paint("red", failureInWords(environments));
    return `${fails}. ${outdir} was not written. Next: the fixes above\n`;
  }
  const warnings = mergeFindings(environments).filter(isOpenWarning).length;
  const which = names.length === 1 ? names.join("") : `${names.length} environments`;
  const said = warnings === 0 ? "" : `, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
  return `${paint("green", "All rules hold")} for ${which}${said}. Next: npm run plan -- ${names[0] ?? ""}\n`;
}
