import type { Taint } from "../../environments/schema";

/** What a node promises the scheduler and the cluster autoscaler; the same on EKS and k3s. */
export interface NodeContract {
  /** Node pool (EKS) or machine (k3s). */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Extended resources of one node, e.g. `nvidia.com/gpu: "1"`. */
  readonly extendedResources: Readonly<Record<string, string>>;
}
