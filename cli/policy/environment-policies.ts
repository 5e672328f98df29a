import { loadEnvironments } from "../../environments";
import type { EnvironmentName, EnvironmentSpec } from "../../environments/schema";
import { usageError } from "../../runtime/command-line";
import { synthesize } from "../synthesis/synthesize";
import { awsTypes, policyContext } from "./context";
import { policiesOf, type PolicyDocument } from "./documents";

/** A policy document and its name: `plan`, `apply-1`, ... */
export type NamedDocument = readonly [name: string, document: PolicyDocument];

/**
 * The policy documents of an environment, from its synthesized stacks.
 *
 * @throws ConfigurationError for an environment without AWS
 */
export function environmentPolicies(
  name: EnvironmentName,
  variables: NodeJS.ProcessEnv,
): readonly NamedDocument[] {
  const [spec] = loadEnvironments([name], variables);
  if (spec === undefined) throw new Error(`environment ${name} was not loaded`);
  const stacks = synthesize([spec], undefined).environments.flatMap((each) =>
    each.stacks.map(({ json }) => json),
  );
  const { plan, apply } = policiesOf(awsTypes(stacks), policyContext(eksOf(spec), stacks));
  return [
    ["plan", plan],
    ...apply.map((document, index): NamedDocument => [`apply-${index + 1}`, document]),
  ];
}

function eksOf({ name, cluster }: EnvironmentSpec) {
  if (cluster.kind === "eks") return cluster;
  throw usageError(
    name,
    `its cluster is of kind ${cluster.kind}: its runs need no permission in AWS`,
    "name an environment on EKS",
    "ENVIRONMENT",
  );
}
