import type { ClusterAddress } from "../../../inventory/cluster";
import { clusterAccess } from "../../../runtime/cluster-access";
import type { EnvironmentSpec } from "../../../environments/schema";
import { type Ran, run } from "./run";

/** Runs kubectl against an environment's own cluster. */
export function kubectl(
  { kubeconfig, context }: ClusterAddress,
  args: readonly string[],
  input?: string,
): Promise<Ran> {
  return run(
    "kubectl",
    [
      ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
      `--context=${context}`,
      ...args,
    ],
    input === undefined ? {} : { input },
  );
}

/** How an environment's data says that its cluster is reached. */
export function clusterOf(spec: EnvironmentSpec): ClusterAddress {
  return clusterAccess({ kubeconfig: undefined, context: undefined }, spec);
}
