import { DataTfeAgentPool } from "@cdktf/provider-tfe/lib/data-tfe-agent-pool";
import { Project } from "@cdktf/provider-tfe/lib/project";
import { RunTrigger } from "@cdktf/provider-tfe/lib/run-trigger";
import { Workspace } from "@cdktf/provider-tfe/lib/workspace";
import { WorkspaceSettings } from "@cdktf/provider-tfe/lib/workspace-settings";
import { Construct } from "constructs";
import type { EnvironmentSpec, TerraformCloudState } from "../../environments/schema";
import type { StackName } from "../../environments/stack-names";
import { workspaceName } from "../terraform-state";
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
  constructor(scope: Construct, id: string, { spec, state, stacks }: EnvironmentWorkspacesProps) {
    super(scope, id);
    const project =
      state.project === undefined
        ? undefined
        : new Project(this, "project", {
            name: state.project,
            description: `montage-ai, ${spec.name}`,
            lifecycle: { preventDestroy: true },
          });
    project?.overrideLogicalId(spec.name);

    const workspaces = new Map(
      stacks.map(({ name }) => {
        const workspace = new Workspace(this, `workspace-${name}`, {
          name: workspaceName(spec.name, name),
          description: `The ${name} stack of ${spec.name}`,
          projectId: project?.id,
          terraformVersion: state.terraformVersion,
          autoApply: false,
          autoApplyRunTrigger: false,
          tags: { environment: spec.name, stack: name, "managed-by": "fluxibri-core" },
          lifecycle: { preventDestroy: true },
        });
        workspace.overrideLogicalId(`${spec.name}-${name}`);
        return [name, workspace];
      }),
    );
    const idOf = (name: StackName): string => {
      const workspace = workspaces.get(name);
      if (workspace === undefined) throw new Error(`${spec.name} has no stack ${name}`);
      return workspace.id;
    };

    const agentPool =
      state.agentPool === undefined
        ? undefined
        : new DataTfeAgentPool(this, "agent-pool", { name: state.agentPool });
    for (const { name, consumers } of stacks) {
      // All three switches, even at their defaults: an update would send what is left out as false.
      const settings = new WorkspaceSettings(this, `settings-${name}`, {
        workspaceId: idOf(name),
        executionMode: state.executionMode,
        agentPoolId: agentPool?.id,
        globalRemoteState: false,
        remoteStateConsumerIds: consumers.map(idOf),
        autoApply: false,
        assessmentsEnabled: state.runs?.healthAssessments ?? false,
      });
      settings.overrideLogicalId(`${spec.name}-${name}`);
    }

    for (const { stack, source } of state.runs?.triggers === true ? triggers(stacks) : []) {
      const trigger = new RunTrigger(this, `trigger-${stack}-after-${source}`, {
        workspaceId: idOf(stack),
        sourceableId: idOf(source),
      });
      trigger.overrideLogicalId(`${spec.name}-${stack}-after-${source}`);
    }

    new RunVariableSet(this, "run-variables", {
      spec,
      state,
      workspaceIds: new Map(stacks.map(({ name }) => [name, idOf(name)])),
    });
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
