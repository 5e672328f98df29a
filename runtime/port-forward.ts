import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { ClusterAddress } from "./kubectl";
import { CommandFailure } from "./failure";

/** What is reached through the API server. */
export interface ForwardTarget {
  readonly namespace: string;
  /** `service/<name>`, `deployment/<name>`. */
  readonly target: string;
  /** Port of the Service or pod. */
  readonly port: number;
  /** Port on this machine; 0: any that is free. */
  readonly localPort: number;
}

/**
 * Runs something while a port-forward is open, and ends it afterwards.
 *
 * @param use is given the address on this machine, `127.0.0.1:<port>`
 * @throws CommandFailure when kubectl cannot open it
 */
export async function withPortForward<T>(
  { kubeconfig, context }: ClusterAddress,
  { namespace, target, port, localPort }: ForwardTarget,
  use: (address: string) => Promise<T>,
): Promise<T> {
  const child = spawn(
    "kubectl",
    [
      ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
      `--context=${context}`,
      `--namespace=${namespace}`,
      "port-forward",
      "--address=127.0.0.1",
      target,
      `${localPort === 0 ? "" : localPort}:${port}`,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", (error) => {
      errors.push(error.message);
      resolve();
    });
  });
  const opened = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = /^Forwarding from (127\.0\.0\.1:\d+) /.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  try {
    const address = await Promise.race([opened, ended]);
    if (address === undefined) {
      throw new CommandFailure(
        `no port-forward to ${target} in ${namespace} of ${context}:\n  ${errors.join("\n  ")}`,
        "see that the pod behind it runs (kubectl get pods), that you may create pods/portforward there, and that the local port is free",
      );
    }
    return await use(address);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
