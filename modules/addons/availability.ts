import type { EnvironmentSpec } from "../../environments/schema";

/** Replicas of a controller: leader and stand-by where the environment is highly available. */
export function controllerReplicas({ platform }: EnvironmentSpec): number {
  return platform.highAvailability ? 2 : 1;
}

/**
 * Annotations of the CRDs that a chart brings as templates. Without `keep`,
 * an uninstall deletes the CRDs, and with them every custom resource there is.
 * https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource
 */
export function crdAnnotations({ platform }: EnvironmentSpec): Record<string, string> {
  switch (platform.crdsOnUninstall) {
    case "keep":
      return { "helm.sh/resource-policy": "keep" };
    case "delete":
      return {};
    default:
      return platform.crdsOnUninstall satisfies never;
  }
}
