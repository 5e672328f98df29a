import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { type ClusterAddress, clusterOptions } from "../../runtime/kubectl";
import { ClusterClient } from "../../runtime/cluster-client";

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
    kubectl: (args, onLine) => run([...options, ...args], onLine, stopped),
  };
}

function run(
  args: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<KubectlEnd> {
  return new Promise((resolve) => {
    const child = spawn("kubectl", args, { stdio: ["ignore", "pipe", "pipe"], signal });
    const errors: string[] = [];
    createInterface({ input: child.stdout }).on("line", onLine);
    createInterface({ input: child.stderr }).on("line", (line) => {
      errors.push(line);
      onLine(line);
    });
    child.on("error", ({ message }) => errors.push(message));
    child.on("close", (code) => resolve({ status: code ?? undefined, errors }));
  });
}
