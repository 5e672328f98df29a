import type { EksNodeGroupTimeouts } from "@cdktf/provider-aws/lib/eks-node-group";

/**
 * Minutes that one node of an update takes: another one joins, and a drain that
 * EKS gives up after 15 minutes.
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
const MINUTES_PER_NODE = 20;

/**
 * A group that goes drains all its nodes at once, and each may stay for the
 * 30 minutes of EKS' hook at their end.
 */
const DELETE_MINUTES = 90;

/** What the provider waits without being told. */
const DEFAULT_MINUTES = 60;

/**
 * How long a run waits for a node group. The provider's hour is over before 24
 * nodes have followed one another: the run then fails, and EKS goes on without it.
 */
export function nodeGroupTimeouts(nodes: number, atATime: number): EksNodeGroupTimeouts {
  const update = Math.max(DEFAULT_MINUTES, Math.ceil(nodes / atATime) * MINUTES_PER_NODE);
  return { update: `${update}m`, delete: `${DELETE_MINUTES}m` };
}
