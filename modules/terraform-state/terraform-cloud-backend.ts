import {
  DataTerraformRemoteState,
  TerraformBackend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { TerraformCloudState } from "../../environments/schema";

/**
 * Terraform Cloud's `cloud` block with one named workspace.
 *
 * cdktf's own CloudBackend runs `terraform version` during synthesis; synthesis
 * here needs nothing but Node. Workspaces are named, not tagged: only a name
 * can be the source of another stack's remote state.
 */
export class TerraformCloudBackend extends TerraformBackend {
  constructor(
    scope: TerraformStack,
    private readonly state: TerraformCloudState,
    private readonly workspace: string,
  ) {
    super(scope, "backend", "cloud");
  }

  override toTerraform(): object {
    const { hostname, organization, project } = this.state;
    return {
      terraform: {
        cloud: { hostname, organization, workspaces: { name: this.workspace, project } },
      },
    };
  }

  override getRemoteStateDataSource(
    scope: TerraformStack,
    name: string,
    _fromStack: string,
  ): TerraformRemoteState {
    const { hostname, organization } = this.state;
    return new DataTerraformRemoteState(scope, name, {
      hostname,
      organization,
      workspaces: { name: this.workspace },
    });
  }
}
