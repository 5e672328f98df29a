import type { Addon, EnvironmentSpec, ImageSource } from "./schema";

/** The image source in use. Validation has made sure that it is described. */
export function imageSource(spec: EnvironmentSpec): ImageSource {
  const source = spec.images[spec.switches.images];
  if (source === undefined) throw new Error(`images.${spec.switches.images} is not described`);
  return source;
}

/** Whether an add-on is installed by the platform stack. */
export function installs(spec: EnvironmentSpec, addon: Addon): boolean {
  return spec.switches.addons[addon];
}
