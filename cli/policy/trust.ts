import { awsPartition } from "../../environments/facts/aws-partitions";
import type { EksCluster, EnvironmentSpec, TerraformCloudState } from "../../environments/schema";
import { workspaceName } from "../../modules/terraform-state/workspaces";

/** Phases of a run; each has a role of its own. */
export type RunPhase = "plan" | "apply";

/** Principals that may take a role, as `aws iam create-role --assume-role-policy-document` takes it. */
export interface TrustDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Effect: "Allow";
    readonly Principal: { readonly Federated: string };
    readonly Action: "sts:AssumeRoleWithWebIdentity";
    readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}

/** Where the data has no account: IAM takes no other wildcard for a principal. */
const UNKNOWN_ACCOUNT = "111122223333";

/** Project of workspaces for which none is named. */
const DEFAULT_PROJECT = "Default Project";

/**
 * Trust of the role of one phase: only runs of this environment's workspaces, in
 * that phase. A run that plans gets a token that says `run_phase:plan`, and so
 * cannot take the role that applies, whatever code it runs.
 *
 * https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/aws-configuration
 */
export function trustDocument(
  { name }: Pick<EnvironmentSpec, "name">,
  { region, accountId }: Pick<EksCluster, "region" | "accountId">,
  { hostname, organization, project }: TerraformCloudState,
  phase: RunPhase,
): TrustDocument {
  const provider = `arn:${awsPartition(region)}:iam::${accountId ?? UNKNOWN_ACCOUNT}:oidc-provider/${hostname}`;
  const workspaces = workspaceName(name, "*");
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${hostname}:aud`]: "aws.workload.identity" },
          StringLike: {
            [`${hostname}:sub`]: `organization:${organization}:project:${project ?? DEFAULT_PROJECT}:workspace:${workspaces}:run_phase:${phase}`,
          },
        },
      },
    ],
  };
}
