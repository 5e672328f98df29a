import type { StackName } from "../../environments/stack-names";

/** How the names of all workspaces begin. */
export const WORKSPACE_PREFIX = "fluxibri-";

/** Name of the Terraform Cloud workspace of a stack. */
export function workspaceName(environment: string, stack: StackName): string {
  return `${WORKSPACE_PREFIX}${environment}-${stack}`;
}

/** Description of the Terraform Cloud workspace of a stack; {@link describedStack} reads it. */
export function workspaceDescription(environment: string, stack: StackName): string {
  return `The ${stack} stack of ${environment}`;
}

/**
 * Environment and stack of a workspace, from its description: in a name alone, hyphens hide where
 * the environment ends. Undefined where the description is none of ours.
 */
export function describedStack(
  description: string,
): { readonly environment: string; readonly stack: StackName } | undefined {
  const [, stack, environment] = /^The (\S+) stack of (\S+)$/.exec(description) ?? [];
  return stack === undefined || environment === undefined ? undefined : { environment, stack };
}
