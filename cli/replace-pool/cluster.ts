import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { type ClusterAddress, clusterOptions } from "../../runtime/kubectl";
import { ClusterClient } from "../../runtime/cluster-client";
import { run } from "../../runtime/process/run";

/** How a run of kubectl ended. */
export interface KubectlEnd {
  /** Undefined when a signal ended it, or when it is not there. */
  readonly status: number | undefined;
  /** What it wrote to standard error. */
  readonly errors: readonly string[];
}

/** What the replacement needs of a cluster. */
export interface PoolCluster {
  nodes(): Promise<readonly V1Node[]>;
  pods(): Promise<readonly V1Pod[]>;
  /** @param onLine called for each line of both outputs */
  kubectl(args: readonly string[], onLine: (line: string) => void): Promise<KubectlEnd>;
}

/** How a person would call kubectl for the same cluster. */
export function kubectlCommand(address: ClusterAddress, ...args: string[]): string {
  return ["kubectl", ...clusterOptions(address), ...args].join(" ");
}

/**
 * A real cluster; what it does is kubectl's to do.
 *
 * @param stopped ends a kubectl at work
 * @throws CommandFailure when the kubeconfig has no such context
 */
export function clusterOfKubectl(access: ClusterAddress, stopped: AbortSignal): PoolCluster {
  const client = new ClusterClient(access.kubeconfig, access.context);
  const options = clusterOptions(access);
  return {
    nodes: async () => (await client.core.listNode()).items,
    pods: async () => (await client.core.listPodForAllNamespaces()).items,
    kubectl: (args, onLine) => kubectl([...options, ...args], onLine, stopped),
  };
}

async function kubectl(
  args: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<KubectlEnd> {
  const ended = await run({ program: "kubectl", args, signal, onLine, keep: false });
  if (ended.how === "exit") return { status: ended.status, errors: linesOf(ended.stderr) };
  return { status: undefined, errors: [...linesOf(ended.stderr), ended.summary] };
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
