import type { Relation } from "./relation";

const remoteRunsReachTheCluster: Relation = {
  needs: ["state", "cluster", "switches"],
  check: ({ state, cluster, switches }) => {
    if (state.kind !== "terraform-cloud" || state.executionMode !== "remote") return [];
    return [
      ...(cluster.kind === "eks"
        ? []
        : [
            {
              path: ["state", "executionMode"],
              message: `Terraform Cloud's own workers cannot reach a ${cluster.kind} cluster`,
              fix: 'use "agent" (an agent in its network) or "local"',
            },
          ]),
      ...(switches.chartMirror !== null && /^[./]/.test(switches.chartMirror)
        ? [
            {
              path: ["switches", "chartMirror"],
              message: "remote workers do not have this folder",
              fix: 'use an https or oci repository, null, or state.executionMode "agent" or "local"',
            },
          ]
        : []),
    ];
  },
};

const agentsComeFromAPool: Relation = {
  needs: ["state"],
  check: ({ state }) => {
    if (state.kind !== "terraform-cloud") return [];
    const path = ["state", "agentPool"];
    if (state.executionMode === "agent" && state.agentPool === undefined) {
      return [{ path, message: "no pool to take an agent from", fix: "name the agent pool" }];
    }
    return state.executionMode !== "agent" && state.agentPool !== undefined
      ? [
          {
            path,
            message: `${state.executionMode} execution uses no agent`,
            fix: 'leave it out, or set state.executionMode to "agent"',
          },
        ]
      : [];
  },
};

const localExecutionHasNoRuns: Relation = {
  needs: ["state"],
  check: ({ state }) =>
    state.kind === "terraform-cloud" && state.executionMode === "local" && state.runs !== undefined
      ? [
          {
            path: ["state", "runs"],
            message: "Terraform runs on the caller's machine: Terraform Cloud queues nothing",
            fix: 'leave it out, or set state.executionMode to "remote" or "agent"',
          },
        ]
      : [],
};

export const terraformCloudRelations: readonly Relation[] = [
  remoteRunsReachTheCluster,
  agentsComeFromAPool,
  localExecutionHasNoRuns,
];
