import type { EnvironmentSpec } from "../environments/schema";

/** How a person names a cluster to a command. */
export type ContextName = "--context" | "KUBE_CONTEXT";

/** What made there be no cluster to ask: no kubeconfig, or no such context in it. */
export const NO_KUBECONFIG =
  /no such file or directory|ENOENT|invalid path|no client config|no configuration has been provided|context "?\S+"? does not exist|there is no context|no context exists/i;

/**
 * What to do first, so that there is a cluster to ask: each kind of cluster is come
 * by in another way, and a list of contexts helps only who has one.
 */
export function reachCluster(
  spec: EnvironmentSpec | undefined,
  name: ContextName = "--context",
): string {
  const named = `give ${name} a name of \`kubectl config get-contexts\``;
  if (spec === undefined) return `${named}, or name an environment whose data has one: staging`;
  const { cluster } = spec;
  switch (cluster.kind) {
    case "kubeconfig":
      return `without a cluster: npm run local makes one on this machine, and npm run local -- status prints its KUBECONFIG; for one that is there, ${named}`;
    case "k3s":
      return `bring the kubeconfig of the k3s server (there: /etc/rancher/k3s/k3s.yaml, with the server's own address in it) to ${cluster.kubeconfigPath}, its context as ${cluster.context}; or ${named}`;
    case "eks":
      return `${named}; aws eks update-kubeconfig --name ${cluster.name} --region ${cluster.region} makes one`;
    default:
      return cluster satisfies never;
  }
}

/** The same for a failure: what comes first where there is no kubeconfig, otherwise what is to be looked at. */
export function whenUnanswered(
  spec: EnvironmentSpec | undefined,
  said: string,
  otherwise: string,
  name: ContextName = "--context",
): string {
  return NO_KUBECONFIG.test(said) ? reachCluster(spec, name) : otherwise;
}
