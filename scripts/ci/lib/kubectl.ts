import type { EnvironmentSpec } from "../../../environments/schema";
import { clusterAccess } from "../../../runtime/cluster-access";
import { type ClusterAddress, clusterOptions } from "../../../runtime/kubectl";
import type { ProcessEnd } from "../../../runtime/process/ending";
import { run } from "./run";

/** Runs kubectl against an environment's own cluster. */
export function kubectl(
  cluster: ClusterAddress,
  args: readonly string[],
  input?: string,
): Promise<ProcessEnd> {
  return run("kubectl", [...clusterOptions(cluster), ...args], { input });
}

/** How an environment's data says that its cluster is reached. */
export function clusterOf(spec: EnvironmentSpec): ClusterAddress {
  return clusterAccess({ kubeconfig: undefined, context: undefined }, spec);
}
