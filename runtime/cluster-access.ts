import { homedir } from "node:os";
import path from "node:path";
import type { EnvironmentSpec } from "../environments/schema";
import type { ClusterAddress } from "./kubectl";
import { ConfigurationError } from "../environments/errors";
import { fromCaller } from "./caller";
import { runSync } from "./process/run-sync";
import { type ContextName, reachCluster } from "./reach-cluster";

/** What the command line says of the cluster. */
interface Given {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

/**
 * How kubectl reaches the cluster: as the command line says, otherwise as the
 * environment's data does.
 *
 * @param name what names the context: an option or a variable
 * @throws ConfigurationError when neither names a context
 */
export function clusterAccess(
  given: Given,
  spec: EnvironmentSpec | undefined,
  name: ContextName = "--context",
): ClusterAddress {
  const known = spec === undefined ? undefined : accessOf(spec);
  const context = given.context ?? known?.context ?? currentContext(given, spec);
  if (context === undefined) {
    throw new ConfigurationError([
      {
        file: name === "--context" ? "command line" : "variables of the environment",
        path: name,
        value: undefined,
        message: `names no cluster${spec === undefined ? "" : `, and the data of ${spec.name} names none either`}`,
        fix: reachCluster(spec, name),
      },
    ]);
  }
  return {
    kubeconfig: given.kubeconfig === undefined ? known?.kubeconfig : fromCaller(given.kubeconfig),
    context,
  };
}

/**
 * Of an environment of kind kubeconfig the cluster is the one that Terraform takes
 * as well: the current context. Of all others the current one may be any cluster.
 */
function currentContext(
  { kubeconfig }: Given,
  spec: EnvironmentSpec | undefined,
): string | undefined {
  if (spec?.cluster.kind !== "kubeconfig") return undefined;
  const file = kubeconfig === undefined ? accessOf(spec)?.kubeconfig : fromCaller(kubeconfig);
  const { ok, stdout } = runSync({
    program: "kubectl",
    args: [...(file === undefined ? [] : ["--kubeconfig", file]), "config", "current-context"],
    timeoutSeconds: 10,
  });
  return ok && stdout.trim() !== "" ? stdout.trim() : undefined;
}

/** The same for Terraform: the data of local takes its cluster from these variables. */
export function clusterVariables({ kubeconfig, context }: Given): Readonly<Record<string, string>> {
  return {
    ...(kubeconfig === undefined ? {} : { KUBECONFIG: path.resolve(fromCaller(kubeconfig)) }),
    ...(context === undefined ? {} : { KUBE_CONTEXT: context }),
  };
}

/** EKS is reached by whatever entry `aws eks update-kubeconfig` made. */
function accessOf({ cluster }: EnvironmentSpec): Given | undefined {
  switch (cluster.kind) {
    case "eks":
      return undefined;
    case "k3s":
      return { kubeconfig: inHome(cluster.kubeconfigPath), context: cluster.context };
    case "kubeconfig": {
      const [file, ...others] = cluster.kubeconfigPaths;
      // Several come from KUBECONFIG, which kubectl reads itself.
      const only = file === undefined || others.length > 0 ? undefined : inHome(file);
      return { kubeconfig: only, context: cluster.context };
    }
    default:
      return cluster satisfies never;
  }
}

function inHome(file: string): string {
  return file.startsWith("~/") ? path.join(homedir(), file.slice(2)) : file;
}
