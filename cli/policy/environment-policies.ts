import { loadEnvironments } from "../../environments";
import type { EksCluster, EnvironmentName, EnvironmentSpec } from "../../environments/schema";
import { readSynthesized } from "../../inventory/synthesized";
import { usageError } from "../../runtime/command-line";
import { synthesize } from "../synthesis/synthesize";
import { awsTypes, policyContext } from "./context";
import { policiesOf, type PolicyDocument } from "./documents";
import { type KubernetesList, planAccess } from "./plan-access";
import { type TrustDocument, trustDocument } from "./trust";

/** A document and its name: `plan`, `apply-1`, ..., `trust-plan`, `trust-apply`, `kubernetes-plan`. */
export type NamedDocument = readonly [
  name: string,
  document: PolicyDocument | TrustDocument | KubernetesList,
];

/**
 * The documents of the roles that plan and apply an environment, from its synthesized stacks.
 *
 * @throws ConfigurationError for an environment without AWS
 */
export function environmentPolicies(
  name: EnvironmentName,
  variables: NodeJS.ProcessEnv,
): readonly NamedDocument[] {
  const [spec] = loadEnvironments([name], variables);
  if (spec === undefined) throw new Error(`environment ${name} was not loaded`);
  const synthesized = synthesize([spec], undefined).environments.flatMap(({ stacks }) => stacks);
  const stacks = synthesized.map(({ json }) => json);
  const cluster = eksOf(spec);
  const { plan, apply } = policiesOf(awsTypes(stacks), policyContext(cluster, stacks));
  const inventory = readSynthesized(synthesized.map(({ id, json }) => ({ name: id, json })));
  return [
    ["plan", plan],
    ...apply.map((document, index): NamedDocument => [`apply-${index + 1}`, document]),
    ...trusts(spec, cluster),
    ["kubernetes-plan", planAccess(inventory)],
  ];
}

/** Runs on the caller's machine have the caller's role. */
function trusts(spec: EnvironmentSpec, cluster: EksCluster): readonly NamedDocument[] {
  const { state } = spec;
  if (state.kind !== "terraform-cloud" || state.executionMode === "local") return [];
  const phases = ["plan", "apply"] as const;
  return phases.map((phase) => [`trust-${phase}`, trustDocument(spec, cluster, state, phase)]);
}

function eksOf({ name, cluster }: EnvironmentSpec): EksCluster {
  if (cluster.kind === "eks") return cluster;
  throw usageError(
    name,
    `its cluster is of kind ${cluster.kind}: its runs need no permission in AWS`,
    "name an environment on EKS",
    "ENVIRONMENT",
  );
}
