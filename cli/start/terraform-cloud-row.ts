import { resourceCounts } from "../../inventory/resource-counts";
import type { Synthesis } from "../synthesis/synthesize";

/** The stack of all workspaces in the overview. */
export interface TerraformCloudRow {
  readonly stack: string;
  /** Number of resources by Terraform type. */
  readonly resources: Readonly<Record<string, number>>;
  readonly total: number;
  /** Organization, workspace and execution mode of its own state. */
  readonly state: string;
  /** Folder of the stack's Terraform. */
  readonly terraform: string;
  /** Command that applies it, once it was set up (docs/operations/terraform-cloud.md). */
  readonly apply: string;
}

/** Figures of the stack of all workspaces; undefined when it was not made. */
export function terraformCloudRow(
  { terraformCloud }: Synthesis,
  outdir: string,
): TerraformCloudRow | undefined {
  if (terraformCloud === undefined) return undefined;
  const { id, workspace, json } = terraformCloud;
  const resources = resourceCounts(json);
  return {
    stack: id,
    resources,
    total: Object.values(resources).reduce((sum, count) => sum + count, 0),
    state: `${workspace} (local)`,
    terraform: `${outdir}/stacks/${id}/cdk.tf.json`,
    apply: `npx cdktf deploy ${id}`,
  };
}
