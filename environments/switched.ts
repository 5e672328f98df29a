import type { Addon, ApplicationSpec, EnvironmentSpec, ImageSource } from "./schema";

/** The source of an application's images that is in use. Validation has made sure that it is described. */
export function imageSource(
  { switches }: Pick<EnvironmentSpec, "switches">,
  { name, images }: Pick<ApplicationSpec, "name" | "images">,
): ImageSource {
  const source = images[switches.images];
  if (source === undefined) throw new Error(`${name} describes no images.${switches.images}`);
  return source;
}

/** Whether an add-on is installed by the platform stack. */
export function installs(spec: EnvironmentSpec, addon: Addon): boolean {
  return spec.switches.addons[addon];
}
