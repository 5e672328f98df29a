import { mustBeAsked, quotaRows } from "../../environments/nodes/quota-table";
import { wrapText } from "../../runtime/table";
import type { Synthesis } from "../synthesis/synthesize";
import { terraformCloudRow } from "./terraform-cloud-row";

/**
 * What is not shown in full, with the way to see it.
 *
 * @param accepted number of accepted findings that are left out
 * @returns a line for the workspaces, for each environment with quotas to ask for, and for all that is accepted
 */
export function hints(synthesis: Synthesis, accepted: number, columns?: number): string {
  const specs = synthesis.environments.map(({ spec }) => spec);
  const cloud = terraformCloudRow(synthesis, "");
  const workspaces =
    cloud === undefined
      ? []
      : [
          `${cloud.stack}: ${cloud.total} resources, before all others (docs/operations/terraform-cloud.md)`,
        ];
  const quotas = specs.flatMap((spec) => {
    const asked = quotaRows([spec]).filter(mustBeAsked);
    const each = asked.map(({ code, whileUpdating, unit }) => `${code} ${whileUpdating} ${unit}`);
    return asked.length === 0
      ? []
      : [`${spec.name}: AWS quotas to ask for (docs/quotas.md): ${each.join(", ")}`];
  });
  const rest =
    accepted === 0
      ? []
      : [
          `${accepted} accepted ${accepted === 1 ? "warning" : "warnings"}, stacks, pools: npm start -- --verbose`,
        ];
  return [...workspaces, ...quotas, ...rest]
    .map((line) => `${wrapText(line, 2, columns)}\n`)
    .join("");
}
