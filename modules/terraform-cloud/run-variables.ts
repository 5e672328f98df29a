import type { EnvironmentSpec, TerraformCloudState } from "../../environments/schema";

/** An environment variable that runs need. */
export interface RunVariable {
  readonly name: string;
  readonly description: string;
  /** Where it is the same in every organization. @default empty until a person fills it in */
  readonly value?: string;
}

/**
 * Dynamic credentials: every run gets AWS credentials of its own, no key is kept
 * anywhere. Each phase has a role: a plan runs what a change says before anyone
 * has confirmed it, and its token (`run_phase:plan`) does not open the other role.
 * https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/aws-configuration
 */
const AWS: readonly RunVariable[] = [
  { name: "TFC_AWS_PROVIDER_AUTH", description: "Runs get AWS credentials by OIDC", value: "true" },
  {
    name: "TFC_AWS_PLAN_ROLE_ARN",
    description: "Role of plans, which reads; trusts run_phase:plan of these workspaces only",
  },
  {
    name: "TFC_AWS_APPLY_ROLE_ARN",
    description: "Role of applies; trusts run_phase:apply of these workspaces only",
  },
];

/**
 * What the runs of an environment need beside their configuration. With local
 * execution nothing: Terraform then has what the caller has. A k3s cluster is
 * reached by the kubeconfig on the agent, whose path is in the configuration.
 */
export function runVariables(
  { cluster }: EnvironmentSpec,
  { executionMode }: TerraformCloudState,
): readonly RunVariable[] {
  return cluster.kind === "eks" && executionMode !== "local" ? AWS : [];
}
