import { LocalBackend, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentName, StateSpec } from "../../environments/schema";
import { LOCAL_STATES } from "./local-states";
import { TerraformCloudBackend } from "./terraform-cloud-backend";
import { workspaceName } from "./workspaces";

/** Workspace of the stack that makes all workspaces, its own too. */
export const TERRAFORM_CLOUD_WORKSPACE = "fluxibri-terraform-cloud";

/**
 * Path of a local state file. Relative to the synthesized stack's folder, three
 * levels below the project, so that the JSON is the same on every machine.
 */
function localStatePath(environment: EnvironmentName, stack: string): string {
  return `../../../${LOCAL_STATES}/${environment}-${stack}.tfstate`;
}

/** Where a stack's state is, as a person reads it: the file, or the workspace and what runs it. */
export function describeState(
  state: StateSpec,
  environment: EnvironmentName,
  stack: string,
): string {
  switch (state.kind) {
    case "terraform-cloud":
      return `${state.organization}/${workspaceName(environment, stack)} (${state.executionMode})`;
    case "local":
      return `${LOCAL_STATES}/${environment}-${stack}.tfstate`;
    default:
      return state satisfies never;
  }
}

/** Gives a stack its backend. */
export function useState(
  scope: TerraformStack,
  state: StateSpec,
  environment: EnvironmentName,
  stack: string,
): void {
  switch (state.kind) {
    case "terraform-cloud":
      new TerraformCloudBackend(scope, state, workspaceName(environment, stack));
      return;
    case "local":
      new LocalBackend(scope, { path: localStatePath(environment, stack) });
      return;
    default:
      state satisfies never;
  }
}

/**
 * Stacks that read a stack's state, where it is kept in Terraform Cloud.
 * References between stacks are found when they are resolved: prepare all first.
 */
export function stateConsumers(stack: TerraformStack): readonly Construct[] {
  const backend = stack.node.tryFindChild("backend");
  return backend instanceof TerraformCloudBackend ? backend.consumers : [];
}
