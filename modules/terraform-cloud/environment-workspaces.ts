import { DataTfeAgentPool } from "@cdktf/provider-tfe/lib/data-tfe-agent-pool";
import { Project } from "@cdktf/provider-tfe/lib/project";
import { RunTrigger } from "@cdktf/provider-tfe/lib/run-trigger";
import { Workspace } from "@cdktf/provider-tfe/lib/workspace";
import { WorkspaceSettings } from "@cdktf/provider-tfe/lib/workspace-settings";
import { Construct } from "constructs";
import type { EnvironmentSpec, TerraformCloudState } from "../../environments/schema";
import type { StackName } from "../../environments/stack-names";
import { workspaceDescription, workspaceName } from "../terraform-state/workspaces";
import { RunVariableSet } from "./run-variable-set";

/** A stack whose state is kept in a workspace. */
export interface WorkspaceStack {
  readonly name: StackName;
  /** Stacks of the same environment that read its state. */
  readonly consumers: readonly StackName[];
}

export interface EnvironmentWorkspacesProps {
  readonly spec: EnvironmentSpec;
  readonly state: TerraformCloudState;
  /** In the order they are applied. */
  readonly stacks: readonly WorkspaceStack[];
}

/**
 * Project, workspaces, state sharing, run triggers and variables of one
 * environment. Workspaces hold state: Terraform destroys none, and the server
 * deletes none that still manages resources (a safe delete, the default).
 */
export class EnvironmentWorkspaces extends Construct {
  private readonly workspaces: ReadonlyMap<StackName, Workspace>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EnvironmentWorkspacesProps,
  ) {
    super(scope, id);
    const { spec, state, stacks } = props;
    const projectId = state.project === undefined ? undefined : this.addProject(state.project);
    this.workspaces = new Map(stacks.map(({ name }) => [name, this.addWorkspace(name, projectId)]));
    const agentPoolId =
      state.agentPool === undefined
        ? undefined
        : new DataTfeAgentPool(this, "agent-pool", { name: state.agentPool }).id;
    for (const stack of stacks) this.addSettings(stack, agentPoolId);
    if (state.runs?.triggers === true) {
      for (const trigger of triggers(stacks)) this.addTrigger(trigger);
    }
    new RunVariableSet(this, "run-variables", { spec, state, workspaces: this.workspaces });
  }

  private addProject(name: string): string {
    const { spec } = this.props;
    const project = new Project(this, "project", {
      name,
      description: `${spec.applications.map(({ name }) => name).join(", ")}, ${spec.name}`,
      lifecycle: { preventDestroy: true },
    });
    project.overrideLogicalId(spec.name);
    return project.id;
  }

  private addWorkspace(name: StackName, projectId: string | undefined): Workspace {
    const { spec, state } = this.props;
    const workspace = new Workspace(this, `workspace-${name}`, {
      name: workspaceName(spec.name, name),
      description: workspaceDescription(spec.name, name),
      projectId,
      terraformVersion: state.terraformVersion,
      autoApply: false,
      autoApplyRunTrigger: false,
      tags: { environment: spec.name, stack: name, "managed-by": "fluxibri-core" },
      lifecycle: { preventDestroy: true },
    });
    workspace.overrideLogicalId(`${spec.name}-${name}`);
    return workspace;
  }

  /** Every switch is written down, also at its default: an update sends what is left out as false. */
  private addSettings({ name, consumers }: WorkspaceStack, agentPoolId: string | undefined): void {
    const { spec, state } = this.props;
    const settings = new WorkspaceSettings(this, `settings-${name}`, {
      workspaceId: this.idOf(name),
      executionMode: state.executionMode,
      agentPoolId,
      globalRemoteState: false,
      remoteStateConsumerIds: consumers.map((consumer) => this.idOf(consumer)),
      autoApply: false,
      assessmentsEnabled: state.runs?.healthAssessments ?? false,
    });
    settings.overrideLogicalId(`${spec.name}-${name}`);
  }

  private addTrigger({ stack, source }: Trigger): void {
    const trigger = new RunTrigger(this, `trigger-${stack}-after-${source}`, {
      workspaceId: this.idOf(stack),
      sourceableId: this.idOf(source),
    });
    trigger.overrideLogicalId(`${this.props.spec.name}-${stack}-after-${source}`);
  }

  private idOf(name: StackName): string {
    const workspace = this.workspaces.get(name);
    if (workspace === undefined) throw new Error(`${this.props.spec.name} has no stack ${name}`);
    return workspace.id;
  }
}

/** A run of `stack` is queued when `source` was applied. */
interface Trigger {
  readonly stack: StackName;
  readonly source: StackName;
}

/**
 * After the stack before it, for the order, and after each whose state it
 * reads: an apply in the middle that changes nothing does not pass a trigger on.
 * Of each source one trigger, at most 4; Terraform Cloud takes 20.
 */
function triggers(stacks: readonly WorkspaceStack[]): readonly Trigger[] {
  return stacks.flatMap(({ name: stack }, index) =>
    stacks
      .slice(0, index)
      .filter(({ consumers }, earlier) => earlier === index - 1 || consumers.includes(stack))
      .map(({ name: source }) => ({ stack, source })),
  );
}
