/**
 * Value of `app.kubernetes.io/part-of` on what no application has to itself, from the time when
 * there was one. Nothing selects by it. It stays as it is: pod templates have it as well, and with
 * another value every pod of registry and platform would be replaced, for a name.
 */
const PROJECT = "montage-ai";

/**
 * Kubernetes' recommended labels for an object of this project.
 *
 * @param partOf application that it belongs to. @default the platform's
 */
export function standardLabels(
  name: string,
  component: string,
  partOf = PROJECT,
): Record<string, string> {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/part-of": partOf,
    "app.kubernetes.io/managed-by": "fluxibri-core",
  };
}

/** The labels of an object that is called after its application. */
export function applicationLabels(application: string, component: string): Record<string, string> {
  return standardLabels(application, component, application);
}

/** The labels that select an object's pods; these never change once deployed. */
export function selectorLabels(name: string, component: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": component };
}
