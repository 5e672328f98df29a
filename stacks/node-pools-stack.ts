import type { Construct } from "constructs";
import type { EnvironmentSpec, Taint } from "../environments/schema";
import { EnvironmentStack } from "./environment-stack";

/** A node pool as other stacks see it. */
export interface NodePoolOutput {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Extended resources of one node, e.g. `nvidia.com/gpu: "1"`. */
  readonly extendedResources: Readonly<Record<string, string>>;
}

export interface NodePoolsOutputs {
  readonly pools: readonly NodePoolOutput[];
  /** ARN of cluster-autoscaler's role (Pod Identity); only on EKS with the autoscaler on. */
  readonly autoscalerRoleArn?: string;
}

/** Nodes: EKS managed node groups, or labels and taints on k3s machines. */
export class NodePoolsStack extends EnvironmentStack {
  readonly outputs: NodePoolsOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec) {
    super(scope, spec, "node-pools", ["aws", "kubernetes"]);
    this.outputs = { pools: [] };
  }
}
