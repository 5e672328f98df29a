import type { AddonInput } from "./input";

/** Replicas of a controller: leader and stand-by where the environment is highly available. */
export function controllerReplicas({ highAvailability }: AddonInput): number {
  return highAvailability ? 2 : 1;
}

/**
 * Annotations of the CRDs that a chart brings as templates. Without `keep`,
 * an uninstall deletes the CRDs, and with them every custom resource there is.
 * https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource
 */
export function crdAnnotations({ crdsOnUninstall }: AddonInput): Record<string, string> {
  switch (crdsOnUninstall) {
    case "keep":
      return { "helm.sh/resource-policy": "keep" };
    case "delete":
      return {};
    default:
      return crdsOnUninstall satisfies never;
  }
}

/** Requests of a container. */
export function requests(cpu: string, memory: string): object {
  return { requests: { cpu, memory } };
}
