/** Value of `app.kubernetes.io/part-of`: everything of the application carries it. */
const APPLICATION = "montage-ai";

/** Kubernetes' recommended labels for an object of this project. */
export function standardLabels(name: string, component: string): Record<string, string> {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/part-of": APPLICATION,
    "app.kubernetes.io/managed-by": "fluxibri-core",
  };
}

/** The labels that select an object's pods; these never change once deployed. */
export function selectorLabels(name: string, component: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": component };
}
