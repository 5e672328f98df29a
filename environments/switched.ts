import type { Addon, EnvironmentSpec, ImageSource } from "./schema";

/** The image source in use. Validation has made sure that it is described. */
export function imageSource(spec: EnvironmentSpec): ImageSource {
  const source = spec.images[spec.switches.images];
  if (source === undefined) throw new Error(`images.${spec.switches.images} is not described`);
  return source;
}

/** Address of the app's image as nodes pull it, with its tag. */
export function imageReference(spec: EnvironmentSpec): string {
  const source = imageSource(spec);
  switch (source.kind) {
    case "registry":
      return `127.0.0.1:${source.nodePort}/${source.repository}:${spec.switches.imageTag}`;
    case "ghcr":
      return `${source.repository}:${spec.switches.imageTag}`;
    default:
      return source satisfies never;
  }
}

/** Whether an add-on is installed by the platform stack. */
export function installs(spec: EnvironmentSpec, addon: Addon): boolean {
  return spec.switches.addons[addon];
}
