import { Variable } from "@cdktf/provider-tfe/lib/variable";
import { VariableSet } from "@cdktf/provider-tfe/lib/variable-set";
import type { Workspace } from "@cdktf/provider-tfe/lib/workspace";
import { WorkspaceVariableSet } from "@cdktf/provider-tfe/lib/workspace-variable-set";
import { Construct } from "constructs";
import type { EnvironmentSpec, TerraformCloudState } from "../../environments/schema";
import type { StackName } from "../../environments/stack-names";
import { runVariables } from "./run-variables";

export interface RunVariableSetProps {
  readonly spec: EnvironmentSpec;
  readonly state: TerraformCloudState;
  /** The environment's workspaces; all of them get the variables. */
  readonly workspaces: ReadonlyMap<StackName, Workspace>;
}

/**
 * Variable set of an environment's runs; none where they need nothing. What
 * differs from place to place is made empty, filled in by a person, and left
 * alone from then on.
 */
export class RunVariableSet extends Construct {
  constructor(scope: Construct, id: string, { spec, state, workspaces }: RunVariableSetProps) {
    super(scope, id);
    const variables = runVariables(spec, state);
    if (variables.length === 0) return;
    const set = new VariableSet(this, "set", {
      name: `fluxibri-${spec.name}-runs`,
      description: `What runs of ${spec.name} need: ${variables.map(({ name }) => name).join(", ")}`,
    });
    set.overrideLogicalId(spec.name);
    for (const { name, description, value } of variables) {
      const variable = new Variable(this, name, {
        variableSetId: set.id,
        category: "env",
        key: name,
        description,
        ...(value === undefined ? { lifecycle: { ignoreChanges: ["value"] } } : { value }),
      });
      variable.overrideLogicalId(`${spec.name}-${name}`);
    }
    for (const [stack, workspace] of workspaces) {
      const use = new WorkspaceVariableSet(this, `in-${stack}`, {
        variableSetId: set.id,
        workspaceId: workspace.id,
      });
      use.overrideLogicalId(`${spec.name}-${stack}`);
    }
  }
}
