import {
  DataTerraformRemoteState,
  TerraformBackend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import type { TerraformCloudState } from "../../environments/schema";

/** Where a workspace is. */
export type WorkspacePlace = Pick<TerraformCloudState, "hostname" | "organization" | "project">;

/**
 * Terraform Cloud's `cloud` block with one named workspace.
 *
 * cdktf's own CloudBackend runs `terraform version` during synthesis; synthesis
 * here needs nothing but Node. Workspaces are named, not tagged: only a name
 * can be the source of another stack's remote state.
 */
export class TerraformCloudBackend extends TerraformBackend {
  /** Stacks that read this state; complete when the references of all stacks were resolved. */
  readonly consumers: Construct[] = [];

  constructor(
    scope: TerraformStack,
    private readonly place: WorkspacePlace,
    private readonly workspace: string,
  ) {
    super(scope, "backend", "cloud");
  }

  override toTerraform(): object {
    const { hostname, organization, project } = this.place;
    return {
      terraform: {
        cloud: { hostname, organization, workspaces: { name: this.workspace, project } },
      },
    };
  }

  /** Called by cdktf, once for every other stack that uses a value of this one. */
  override getRemoteStateDataSource(
    scope: TerraformStack,
    name: string,
    _fromStack: string,
  ): TerraformRemoteState {
    this.consumers.push(scope);
    const { hostname, organization } = this.place;
    return new DataTerraformRemoteState(scope, name, {
      hostname,
      organization,
      workspaces: { name: this.workspace },
    });
  }
}
