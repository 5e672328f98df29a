import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { Workspace } from "@cdktf/provider-tfe/lib/workspace";
import { WorkspaceSettings } from "@cdktf/provider-tfe/lib/workspace-settings";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentSpec, TerraformCloudState } from "../environments/schema";
import {
  EnvironmentWorkspaces,
  type WorkspaceStack,
} from "../modules/terraform-cloud/environment-workspaces";
import { TERRAFORM_CLOUD_WORKSPACE } from "../modules/terraform-state";
import { TerraformCloudBackend } from "../modules/terraform-state/terraform-cloud-backend";
import { TERRAFORM_VERSIONS } from "./environment-stack";

/** An environment that keeps its state in Terraform Cloud. */
export interface CloudEnvironment {
  readonly spec: EnvironmentSpec;
  readonly state: TerraformCloudState;
  /** In the order they are applied. */
  readonly stacks: readonly WorkspaceStack[];
}

export interface TerraformCloudProps {
  /** Server and organization of all environments. */
  readonly place: Pick<TerraformCloudState, "hostname" | "organization">;
  readonly environments: readonly CloudEnvironment[];
}

/**
 * The workspaces of every environment in Terraform Cloud, and its own. Belongs
 * to no environment and goes before all. It runs where its owner's token is:
 * with local execution, the person that applies it uses the token of `terraform login`.
 */
export class TerraformCloudStack extends TerraformStack {
  /** Organization and workspace of its own state. */
  readonly workspace: string;

  constructor(scope: Construct, { place, environments }: TerraformCloudProps) {
    super(scope, "terraform-cloud");
    const { hostname, organization } = place;
    this.workspace = `${organization}/${TERRAFORM_CLOUD_WORKSPACE}`;
    new TerraformCloudBackend(this, { hostname, organization }, TERRAFORM_CLOUD_WORKSPACE);
    this.addOverride("terraform.required_version", TERRAFORM_VERSIONS);
    new TfeProvider(this, "tfe", { hostname, organization });

    const own = new Workspace(this, "terraform-cloud", {
      name: TERRAFORM_CLOUD_WORKSPACE,
      description: "Workspaces of all environments",
      autoApply: false,
      tags: { stack: "terraform-cloud", "managed-by": "fluxibri-core" },
      lifecycle: { preventDestroy: true },
    });
    new WorkspaceSettings(this, "terraform-cloud-settings", {
      workspaceId: own.id,
      executionMode: "local",
      globalRemoteState: false,
      remoteStateConsumerIds: [],
      autoApply: false,
      assessmentsEnabled: false,
    });
    for (const environment of environments) {
      new EnvironmentWorkspaces(this, environment.spec.name, environment);
    }
  }
}
