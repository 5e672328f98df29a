import type { KubeConfig } from "@kubernetes/client-node";
import { ConfigurationError } from "../environments/errors";

/**
 * Reads a kubeconfig into a client's.
 *
 * @param file undefined: the one that kubectl would take
 * @throws ConfigurationError when it is no YAML, without the lines that the parser quotes: tokens stand in them
 */
export function loadKubeconfig(config: KubeConfig, file: string | undefined): void {
  try {
    if (file === undefined) config.loadFromDefault();
    else config.loadFromFile(file);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "YAMLException") throw error;
    const [reason = ""] = error.message.split("\n");
    throw new ConfigurationError([
      {
        file: file ?? "kubeconfig",
        path: "",
        value: "(not shown)",
        message: `is no YAML: ${reason}`,
        fix: "mend it, or name another with KUBECONFIG or --kubeconfig; kubectl config view shows whether it is read",
      },
    ]);
  }
}
