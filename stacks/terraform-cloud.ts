import type { App } from "cdktf";
import { ConfigurationError, type ConfigurationIssue } from "../environments/errors";
import { fileOfValue } from "../environments/environment-file";
import { ENVIRONMENT_NAMES } from "../environments/schema";
import { stateConsumers } from "../modules/terraform-state";
import { EnvironmentStack } from "./environment-stack";
import { type CloudEnvironment, TerraformCloudStack } from "./terraform-cloud-stack";

/**
 * The stack of all workspaces. Made only with all environments: with some of
 * them, it would take the others' workspaces away. Not made where no
 * environment keeps its state in Terraform Cloud.
 *
 * @param built what `cloudEnvironment` gives of each environment
 * @throws ConfigurationError when environments name several servers, organizations, or one project twice
 */
export function buildTerraformCloud(
  app: App,
  built: readonly (CloudEnvironment | undefined)[],
): TerraformCloudStack | undefined {
  if (built.length < ENVIRONMENT_NAMES.length) return undefined;
  const environments = built.filter((environment) => environment !== undefined);
  const [first, ...others] = environments;
  if (first === undefined) return undefined;
  const issues = others.flatMap((other, index) => clashes(other, environments.slice(0, index + 1)));
  if (issues.length > 0) throw new ConfigurationError(issues);
  return new TerraformCloudStack(app, { place: first.state, environments });
}

/**
 * What the stack of all workspaces needs to know of an environment.
 *
 * @param stacks those of one environment
 * @returns undefined where its state is not in Terraform Cloud
 */
export function cloudEnvironment(
  stacks: readonly EnvironmentStack[],
): CloudEnvironment | undefined {
  const spec = stacks[0]?.spec;
  if (spec?.state.kind !== "terraform-cloud") return undefined;
  // Finds the references between stacks, which app.synth() would find no earlier than it writes them.
  for (const stack of stacks) stack.prepareStack();
  return {
    spec,
    state: spec.state,
    stacks: stacks.map((stack) => ({
      name: stack.stackName,
      consumers: stateConsumers(stack)
        .filter((consumer) => consumer instanceof EnvironmentStack)
        .map(({ stackName }) => stackName),
    })),
  };
}

/** Where an environment does not go together with those before it. */
function clashes(
  { spec, state }: CloudEnvironment,
  earlier: readonly CloudEnvironment[],
): readonly ConfigurationIssue[] {
  const issue = (key: string, value: unknown, message: string, fix: string) => ({
    file: fileOfValue(spec.name, ["state", key], value),
    path: `state.${key}`,
    value,
    message,
    fix,
  });
  const elsewhere = earlier
    .slice(0, 1)
    .flatMap((first) =>
      (["hostname", "organization"] as const)
        .filter((key) => first.state[key] !== state[key])
        .map((key) =>
          issue(
            key,
            state[key],
            `${first.spec.name} has ${JSON.stringify(first.state[key])}; one stack makes the workspaces of all environments`,
            "take it from environments/terraform-cloud.ts",
          ),
        ),
    );
  const shared = earlier
    .filter((other) => state.project !== undefined && other.state.project === state.project)
    .map((other) =>
      issue(
        "project",
        state.project,
        `is ${other.spec.name}'s too: its roles and rights would be shared`,
        "give each environment a project of its own",
      ),
    );
  return [...elsewhere, ...shared];
}
