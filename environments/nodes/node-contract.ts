import type { NodePool, Taint } from "../schema";
import type { NodeSize } from "./node-resources";

/**
 * What the nodes of one pool promise the scheduler and the cluster autoscaler;
 * the same on EKS, on k3s and in the testbed.
 */
export interface NodeContract extends NodeSize {
  /** Node pool (EKS, testbed) or machine (k3s). */
  readonly name: string;
  readonly architecture: NodePool["architecture"];
  /** Nodes that there are at least and at most; a machine is one. */
  readonly count: { readonly min: number; readonly max: number };
  readonly labels: Readonly<Record<string, string>>;
  /** What pods on it must tolerate. */
  readonly taints: readonly Taint[];
  /** Further taints of a node that is starting; they go once it has all that it promises. */
  readonly startupTaints: readonly Taint[];
}
