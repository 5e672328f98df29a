import type { EnvironmentSpec } from "../environments/schema";
import { CommandFailure } from "./failure";
import { type ClusterAddress, clusterOptions } from "./kubectl";
import { start } from "./process/run";
import { whenUnanswered } from "./reach-cluster";

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
 * @param spec whose cluster it is, for what to do where there is no kubeconfig
 * @param use is given the address on this machine, `127.0.0.1:<port>`
 * @throws CommandFailure when kubectl cannot open it
 */
export async function withPortForward<T>(
  cluster: ClusterAddress,
  { namespace, target, port, localPort }: ForwardTarget,
  use: (address: string) => Promise<T>,
  spec?: EnvironmentSpec,
): Promise<T> {
  let open: (address: string) => void = () => {};
  const opened = new Promise<string>((resolve) => (open = resolve));
  const forward = start({
    program: "kubectl",
    args: [
      ...clusterOptions(cluster),
      `--namespace=${namespace}`,
      "port-forward",
      "--address=127.0.0.1",
      target,
      `${localPort === 0 ? "" : localPort}:${port}`,
    ],
    keep: false,
    onLine: (line) => {
      const address = /^Forwarding from (127\.0\.0\.1:\d+) /.exec(line)?.[1];
      if (address !== undefined) open(address);
    },
  });
  try {
    const first = await Promise.race([opened, forward.ended]);
    if (typeof first === "string") return await use(first);
    const said = first.lastLines() || first.summary;
    throw new CommandFailure(
      `no port-forward to ${target} in ${namespace} of ${cluster.context}:\n  ${said}`,
      whenUnanswered(
        spec,
        said,
        `see that the pod behind it runs (kubectl ${clusterOptions(cluster).join(" ")} -n ${namespace} get pods), that you may create pods/portforward there, and that the local port is free`,
      ),
    );
  } finally {
    await forward.stop();
  }
}
